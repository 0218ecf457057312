//! Code ⇄ meaning: the closed value lists of the records (domain section 3.4).
//!
//! Each list is an enum made by one macro, so a code, its Chinese and its English name cannot drift apart.
//! A code is compared exactly: `offsite` is not `OFFSITE`, because a record is refused with the allowed
//! values rather than guessed at.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($( $(#[$doc:meta])* $list:ident { $( $name:ident = $code:literal, $zh:literal, $en:literal; )+ } )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $list { $( #[serde(rename = $code)] $name, )+ }

        impl $list {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$( Self::$name, )+];
            /// Every code, in the same order.
            pub const CODES: &'static [&'static str] = &[$( $code, )+];

            /// The code as records carry it.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// The value of a code; `None` for a text outside the list.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$name), )+ _ => None }
            }

            pub const fn zh(self) -> &'static str {
                match self { $( Self::$name => $zh, )+ }
            }

            pub const fn en(self) -> &'static str {
                match self { $( Self::$name => $en, )+ }
            }
        }

        impl fmt::Display for $list {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+ };
}

codes! {
    /// Whether an inspection went to the place.
    Mode {
        Onsite = "ONSITE", "现场检查", "On site";
        Offsite = "OFFSITE", "非现场检查", "Off site";
    }
    /// How an off-site inspection looked; the eight ways of the Beijing plan.
    Method {
        VideoAi = "VIDEO_AI", "视频AI识别", "Video AI";
        Device = "DEVICE", "设备感知", "Device sensing";
        Iot = "IOT", "物联感知", "Internet of things";
        DataCompare = "DATA_COMPARE", "数据比对", "Data comparison";
        Bigdata = "BIGDATA", "大数据筛查", "Big-data screening";
        Remote = "REMOTE", "远程检查", "Remote inspection";
        WebPatrol = "WEB_PATROL", "网络巡查", "Online patrol";
        SelfSubmit = "SELF_SUBMIT", "自主提交材料", "Self-submitted material";
    }
    /// Why an inspection went on site; all but `ROUTINE` are exempt from the off-site share.
    OnsiteReason {
        National = "NATIONAL", "国家部署", "National deployment";
        Special = "SPECIAL", "专项检查", "Special campaign";
        Complaint = "COMPLAINT", "投诉举报核实", "Complaint verification";
        HighRisk = "HIGH_RISK", "高风险对象", "High-risk entity";
        Joint = "JOINT", "联合检查", "Joint inspection";
        Case = "CASE", "执法办案", "Case work";
        Routine = "ROUTINE", "日常检查", "Routine";
    }
    InspectType {
        Routine = "ROUTINE", "日常检查", "Routine";
        Random = "RANDOM", "双随机抽查", "Random draw";
        Special = "SPECIAL", "专项检查", "Special campaign";
        Complaint = "COMPLAINT", "投诉核查", "Complaint check";
        Joint = "JOINT", "联合检查", "Joint";
        Recheck = "RECHECK", "复查", "Re-check";
        Clue = "CLUE", "线索核查", "Clue verification";
    }
    InspectResult {
        NoProblem = "NO_PROBLEM", "未发现问题", "No problem found";
        Ordered = "ORDERED", "发现问题已责令改正", "Ordered to correct";
        Unreachable = "UNREACHABLE", "无法联系", "Unreachable";
        Case = "CASE", "立案", "Case filed";
        Closed = "CLOSED", "已关停", "Closed down";
        NotSubject = "NOT_SUBJECT", "非监管对象", "Not a supervised entity";
    }
    OrderType {
        RoutineCheck = "ROUTINE_CHECK", "日常检查工单", "Routine check";
        ClueVerify = "CLUE_VERIFY", "违法线索核查工单", "Clue verification";
        Verify = "VERIFY", "现场检查核查工单", "On-site verification";
        Joint = "JOINT", "联合监管任务", "Joint task";
    }
    OrderSource {
        Risk = "RISK", "风险模型", "Risk model";
        Warning = "WARNING", "预警", "Warning";
        Complaint = "COMPLAINT", "投诉举报", "Complaint";
        Sensor = "SENSOR", "在线监测", "Sensor";
        Superior = "SUPERIOR", "上级交办", "Superior";
        Manual = "MANUAL", "人工", "By hand";
    }
    /// `OVERDUE` is derived from the due time and never stored.
    OrderState {
        Draft = "DRAFT", "草稿", "Draft";
        Issued = "ISSUED", "已下派", "Issued";
        Signed = "SIGNED", "已签收", "Signed for";
        Doing = "DOING", "办理中", "In progress";
        Feedback = "FEEDBACK", "已反馈", "Fed back";
        Accepted = "ACCEPTED", "已审核", "Accepted";
        Returned = "RETURNED", "已退回", "Returned";
        Transferred = "TRANSFERRED", "已转派", "Re-dispatched";
        Withdrawn = "WITHDRAWN", "已撤回", "Withdrawn";
        Merged = "MERGED", "已合并", "Merged";
        Split = "SPLIT", "已拆分", "Split";
    }
    /// How far an order came: each stage holds all that came further.
    OrderStage {
        Issued = "ISSUED", "已派单", "Issued";
        Signed = "SIGNED", "已签收", "Signed for";
        Doing = "DOING", "已着手", "Taken up";
        Feedback = "FEEDBACK", "已反馈", "Fed back";
        Executed = "ACCEPTED", "已执行", "Executed";
    }
    Severity {
        Minor = "1", "一般", "Minor";
        Serious = "2", "较重", "Serious";
        Critical = "3", "严重", "Critical";
    }
    ProblemState {
        Found = "FOUND", "已发现", "Found";
        Ordered = "ORDERED", "已责令改正", "Ordered to correct";
        Rectifying = "RECTIFYING", "整改中", "Being corrected";
        Rechecked = "RECHECKED", "已复查", "Re-checked";
        Closed = "CLOSED", "已销号", "Closed";
        ToCase = "TO_CASE", "转立案", "To a case";
    }
    /// `WITHDRAWN` extends the list of section 3.4: I35 takes withdrawn complaints out of its base.
    ComplaintState {
        Registered = "REGISTERED", "已登记", "Registered";
        Accepted = "ACCEPTED", "已受理", "Accepted";
        Rejected = "REJECTED", "不予受理", "Rejected";
        Transferred = "TRANSFERRED", "已转办", "Transferred";
        Handling = "HANDLING", "办理中", "In handling";
        Closed = "CLOSED", "已办结", "Closed";
        Visited = "VISITED", "已回访", "Called back";
        Withdrawn = "WITHDRAWN", "已撤诉", "Withdrawn";
    }
    ComplaintResult {
        Substantiated = "SUBSTANTIATED", "属实", "Substantiated";
        Partly = "PARTLY", "部分属实", "Partly substantiated";
        Unsubstantiated = "UNSUBSTANTIATED", "不属实", "Unsubstantiated";
        Undetermined = "UNDETERMINED", "无法认定", "Undetermined";
    }
    Channel {
        Hotline12345 = "12345", "12345热线", "Hotline 12345";
        Hotline12320 = "12320", "12320热线", "Hotline 12320";
        Web = "web", "网络", "Web";
        Visit = "visit", "来访", "Visit";
        Letter = "letter", "来信", "Letter";
        Superior = "superior", "上级转办", "From above";
    }
    UpdateFlag {
        Added = "1", "新增", "Added";
        Modified = "2", "修改", "Modified";
        Withdrawn = "3", "撤销", "Withdrawn";
    }
    EntityState {
        Active = "ACTIVE", "在业", "Active";
        Suspended = "SUSPENDED", "停业", "Suspended";
        Closed = "CLOSED", "关闭", "Closed";
        Cancelled = "CANCELLED", "注销", "Cancelled";
    }
    IdType {
        Uscc = "USCC", "统一社会信用代码", "Unified social credit code";
        Licence = "LICENCE", "许可证号", "Licence number";
        IdCardHash = "ID_CARD_HASH", "身份证号摘要", "Hashed identity number";
        None = "NONE", "无", "None";
    }
    GeoQuality {
        Surveyed = "SURVEYED", "实测", "Surveyed";
        Geocoded = "GEOCODED", "地址解析", "Geocoded";
        Street = "STREET", "街道中心", "Centre of the street";
        Region = "REGION", "区域中心", "Centre of the region";
        None = "NONE", "无坐标", "No position";
    }
    RegionLevel {
        Province = "province", "省级", "Province";
        City = "city", "地级", "City";
        District = "district", "县级", "District";
        Street = "street", "乡级", "Street";
        Village = "village", "村级", "Village";
        Zone = "zone", "功能区", "Functional zone";
    }
    /// Class that lies in the kind of entity, before anything it did.
    RiskClass {
        High = "1", "Ⅰ类", "Class I";
        Middle = "2", "Ⅱ类", "Class II";
        Low = "3", "Ⅲ类", "Class III";
    }
    /// Credit or hygiene grade.
    Grade {
        A = "A", "A级", "Grade A";
        B = "B", "B级", "Grade B";
        C = "C", "C级", "Grade C";
        D = "D", "D级", "Grade D";
    }
    /// Coordinate system a pair of coordinates declares.
    Datum {
        Wgs84 = "WGS84", "WGS-84", "WGS-84";
        Cgcs2000 = "CGCS2000", "国家2000", "CGCS2000";
        Gcj02 = "GCJ02", "GCJ-02", "GCJ-02";
        Bd09 = "BD09", "BD-09", "BD-09";
    }
    Specialty {
        Medical = "01", "医疗卫生", "Medical care";
        Infectious = "02", "传染病防治", "Infectious diseases";
        PublicPlace = "03", "公共场所", "Public places";
        DrinkingWater = "04", "生活饮用水", "Drinking water";
        School = "05", "学校卫生", "School health";
        Radiation = "06", "放射卫生", "Radiation";
        Occupational = "07", "职业卫生", "Occupational health";
        Disinfection = "08", "消毒产品", "Disinfection products";
        Tableware = "09", "餐饮具集中消毒", "Tableware disinfection";
        Blood = "10", "采供血", "Blood supply";
        Childcare = "11", "托育", "Childcare";
        MotherChild = "12", "妇幼健康/计划生育", "Maternal and child health";
        Mental = "13", "精神卫生", "Mental health";
        Biosafety = "14", "实验室生物安全", "Laboratory biosafety";
        ChineseMedicine = "15", "中医服务", "Chinese medicine";
        Cosmetic = "16", "医疗美容", "Medical cosmetology";
        Dental = "17", "口腔", "Dental care";
        Dialysis = "18", "血液透析", "Haemodialysis";
        Other = "99", "其他", "Other";
    }
}

impl OnsiteReason {
    /// Whether the plan lets this inspection stay on site (B-04): all reasons but `ROUTINE`.
    pub const fn is_exempt(self) -> bool {
        !matches!(self, Self::Routine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_no_code_is_guessed() {
        for mode in Mode::ALL {
            assert_eq!(Mode::parse(mode.as_str()), Some(*mode));
        }
        for specialty in Specialty::ALL {
            assert_eq!(Specialty::parse(specialty.as_str()), Some(*specialty));
        }
        assert_eq!(Mode::parse("offsite"), None);
        assert_eq!(Specialty::CODES.len(), 19);
    }

    #[test]
    fn codes_travel_as_their_text() {
        assert_eq!(serde_json::to_string(&Severity::Critical).unwrap(), "\"3\"");
        assert_eq!(serde_json::from_str::<Channel>("\"12345\"").unwrap(), Channel::Hotline12345);
    }
}
