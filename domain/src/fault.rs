//! What is wrong with a record: the codes of domain section 3.6 and one found fault.
//!
//! `F_` refuses a whole delivery, `E` rejects one row (repairable, resubmittable), `W` is stored as a
//! mark. A fault never carries an identity or mobile number: its excerpt is masked when it is made.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::feed::privacy;

pub mod mark;

/// Longest excerpt of a value in a fault, characters.
pub const EXCERPT_CHARS: usize = 80;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The whole delivery is refused.
    Delivery,
    /// The row is rejected.
    Row,
    /// The row is stored with a mark.
    Mark,
}

macro_rules! fault_codes {
    ($( $name:ident = $code:literal, $severity:ident, $zh:literal; )+) => {
        /// The codes of section 3.6, also those that the lake and the store raise.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $( #[serde(rename = $code)] $name, )+ }

        impl Code {
            /// Every code, in the order of section 3.6.
            pub const ALL: &'static [Self] = &[$( Self::$name, )+];

            /// The code as receipts, reject lists and packs write it, such as `E605_OFFICERS_LT2`.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// The code of a text; `None` for any other.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $( $code => Some(Self::$name), )+ _ => None }
            }

            pub const fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )+ }
            }

            /// What it means, in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $( Self::$name => $zh, )+ }
            }
        }
    };
}

fault_codes! {
    FSchema = "F_SCHEMA", Delivery, "列缺失或多余";
    FEncoding = "F_ENCODING", Delivery, "编码既非UTF-8也非所声明的编码";
    FEmpty = "F_EMPTY", Delivery, "没有数据行";
    FTruncated = "F_TRUNCATED", Delivery, "文件不完整，结尾被截断或引号未闭合";
    FChecksum = "F_CHECKSUM", Delivery, "校验和不符";
    FDupBatch = "F_DUP_BATCH", Delivery, "批次号重复而内容不同";
    E101Required = "E101_REQUIRED", Row, "必填项为空";
    E102Type = "E102_TYPE", Row, "类型不符";
    E103Length = "E103_LENGTH", Row, "超过长度";
    E104Enum = "E104_ENUM", Row, "不在值域内";
    E105Date = "E105_DATE", Row, "日期无效";
    E201UsccLen = "E201_USCC_LEN", Row, "统一社会信用代码长度不是18位";
    E202UsccChar = "E202_USCC_CHAR", Row, "统一社会信用代码含非法字符";
    E203UsccCheck = "E203_USCC_CHECK", Row, "统一社会信用代码校验位不符";
    E204UsccRegion = "E204_USCC_REGION", Row, "统一社会信用代码中的行政区划未知";
    E211RegionUnknown = "E211_REGION_UNKNOWN", Row, "区划代码未知";
    E212RegionRetired = "E212_REGION_RETIRED", Row, "区划代码已停用";
    E213RegionLevel = "E213_REGION_LEVEL", Row, "区划层级不符";
    E231OrgUnknown = "E231_ORG_UNKNOWN", Row, "机构代码未知";
    E232OrgNotActive = "E232_ORG_NOT_ACTIVE", Row, "机构当时未生效或已停用";
    E301Future = "E301_FUTURE", Row, "时间在未来";
    E302Order = "E302_ORDER", Row, "时间先后颠倒";
    E303BeforeOpen = "E303_BEFORE_OPEN", Row, "行为早于对象开业";
    W304LateReport = "W304_LATE_REPORT", Mark, "上报超过时限";
    E305DueBeforeIssue = "E305_DUE_BEFORE_ISSUE", Row, "期限早于下达时间";
    E401EntityMissing = "E401_ENTITY_MISSING", Row, "监管对象尚未到达";
    E402InspMissing = "E402_INSP_MISSING", Row, "检查记录尚未到达";
    E403OrderMissing = "E403_ORDER_MISSING", Row, "工单尚未到达";
    E501CoordPair = "E501_COORD_PAIR", Row, "经纬度不成对";
    E502CoordRange = "E502_COORD_RANGE", Row, "坐标超出范围";
    E503CoordZero = "E503_COORD_ZERO", Row, "坐标为零";
    E504CoordSwapped = "E504_COORD_SWAPPED", Row, "经纬度互换";
    E505CrsMissing = "E505_CRS_MISSING", Row, "未声明坐标系";
    W506OutsideRegion = "W506_OUTSIDE_REGION", Mark, "坐标不在所报区划内";
    W507OnBorder = "W507_ON_BORDER", Mark, "坐标临近区界";
    W508GeocodedOnly = "W508_GEOCODED_ONLY", Mark, "坐标仅由地址解析";
    W509Stacked = "W509_STACKED", Mark, "多个对象叠在一点";
    E601MethodMode = "E601_METHOD_MODE", Row, "检查方法与监管方式不符";
    E602OnsiteReason = "E602_ONSITE_REASON", Row, "现场检查缺少理由";
    E603ReasonUnsupported = "E603_REASON_UNSUPPORTED", Row, "现场检查理由无依据";
    E604ResultMissing = "E604_RESULT_MISSING", Row, "已完成的检查缺少结果";
    E605OfficersLt2 = "E605_OFFICERS_LT2", Row, "现场检查执法人员不足两人";
    E606ProblemNoInsp = "E606_PROBLEM_NO_INSP", Row, "问题未关联检查";
    E607StateJump = "E607_STATE_JUMP", Row, "状态与时间不符";
    E608ExtendAfterDue = "E608_EXTEND_AFTER_DUE", Row, "延期在到期后批准";
    E609CloseReason = "E609_CLOSE_REASON", Row, "缺少办结或撤回理由";
    E701DupKey = "E701_DUP_KEY", Row, "同一业务主键同一版本内容不同";
    W702DupContent = "W702_DUP_CONTENT", Mark, "内容相同主键不同";
    E703VersionGap = "E703_VERSION_GAP", Row, "版本号无效";
    W704Unchanged = "W704_UNCHANGED", Mark, "新版本内容未变";
    W901Pii = "W901_PII", Mark, "文本含个人信息，已遮盖";
}

impl Code {
    /// Whether a pack may switch this rule off: the business rules E601–E609 only.
    pub fn is_relaxable(self) -> bool {
        self.as_str().starts_with("E6")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One fault of one cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: Code,
    /// The column to look at; for a rule about several columns, the one to repair.
    pub column: &'static str,
    /// At most [`EXCERPT_CHARS`] characters of the value, personal numbers masked.
    pub value: String,
    /// What to do about it.
    pub hint: String,
}

impl Fault {
    pub fn new(code: Code, column: &'static str, value: &str, hint: String) -> Self {
        let masked = privacy::mask(value);
        let text = masked.as_deref().unwrap_or(value);
        Self { code, column, value: text.chars().take(EXCERPT_CHARS).collect(), hint }
    }

    /// Whether the row may not be stored.
    pub fn rejects(&self) -> bool {
        self.code.severity() != Severity::Mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_their_letter_tells_the_severity() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            let severity = match code.as_str().as_bytes()[0] {
                b'F' => Severity::Delivery,
                b'E' => Severity::Row,
                _ => Severity::Mark,
            };
            assert_eq!(code.severity(), severity, "{code}");
        }
        assert_eq!(Code::parse("E999"), None);
    }

    #[test]
    fn only_business_rules_can_be_relaxed() {
        assert!(Code::E605OfficersLt2.is_relaxable());
        assert!(!Code::E505CrsMissing.is_relaxable());
        assert!(!Code::W901Pii.is_relaxable());
    }

    #[test]
    fn an_excerpt_is_short_and_hides_identity_numbers() {
        let long = Fault::new(Code::E103Length, "name", &"长".repeat(300), String::new());
        assert_eq!(long.value.chars().count(), EXCERPT_CHARS);
        let person = Fault::new(Code::E203UsccCheck, "uscc", "11010519491231002X", String::new());
        assert_eq!(person.value, "110105************");
    }
}
