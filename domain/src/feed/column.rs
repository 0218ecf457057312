//! The columns of every feed, in the order of domain section 3.5, the common tail last.
//!
//! Each feed has a module with its `COLUMNS` and an enum `At` that names their places, so that a rule
//! reads `At::StartAt` and never a number. The complaint feed has no column for a complainant: who
//! complained is refused at the door (`F_SCHEMA`), not filtered later.

use super::when;
use crate::code;

/// What a cell is parsed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Code,
    Day,
    Stamp,
    Int,
    Decimal,
    Bool,
}

/// How the text of a cell is normalised before it is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Identifiers, codes, numbers, dates: every full-width character becomes half-width.
    Ident,
    /// Names and addresses: full-width letters, digits and spaces only; Chinese punctuation stays.
    Prose,
    /// Free text: as prose, and personal numbers are masked (`W901_PII`).
    Free,
    /// Credit codes: as identifiers, and upper-cased.
    Upper,
}

/// One column of a feed.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// An empty cell is `E101_REQUIRED`.
    pub required: bool,
    /// Longest text, characters.
    pub max_len: usize,
    /// Allowed codes; present exactly for [`Kind::Code`].
    pub list: Option<&'static [&'static str]>,
    /// Name in Chinese.
    pub zh: &'static str,
    pub form: Form,
    /// A time limit: a bare date means the end of that day.
    pub limit: bool,
    /// First year a date may lie in; an earlier one is `E105_DATE`.
    pub since: i32,
}

impl Column {
    /// Dates of a register, which are older than the records.
    const fn since(self, year: i32) -> Self {
        Self { since: year, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn limit(self) -> Self {
        Self { limit: true, ..self }
    }
}

const fn column(name: &'static str, kind: Kind, max_len: usize, zh: &'static str) -> Column {
    Column {
        name,
        kind,
        required: false,
        max_len,
        list: None,
        zh,
        form: Form::Ident,
        limit: false,
        since: when::FIRST_YEAR,
    }
}

const fn ident(name: &'static str, max_len: usize, zh: &'static str) -> Column {
    column(name, Kind::Text, max_len, zh)
}

const fn prose(name: &'static str, max_len: usize, zh: &'static str) -> Column {
    Column { form: Form::Prose, ..ident(name, max_len, zh) }
}

const fn free(name: &'static str, max_len: usize, zh: &'static str) -> Column {
    Column { form: Form::Free, ..ident(name, max_len, zh) }
}

const fn upper(name: &'static str, max_len: usize, zh: &'static str) -> Column {
    Column { form: Form::Upper, ..ident(name, max_len, zh) }
}

const fn code(name: &'static str, list: &'static [&'static str], zh: &'static str) -> Column {
    Column { list: Some(list), ..column(name, Kind::Code, 20, zh) }
}

const fn day(name: &'static str, zh: &'static str) -> Column {
    column(name, Kind::Day, 40, zh)
}

const fn stamp(name: &'static str, zh: &'static str) -> Column {
    column(name, Kind::Stamp, 40, zh)
}

const fn int(name: &'static str, zh: &'static str) -> Column {
    column(name, Kind::Int, 20, zh)
}

const fn decimal(name: &'static str, zh: &'static str) -> Column {
    column(name, Kind::Decimal, 40, zh)
}

const fn flag(name: &'static str, zh: &'static str) -> Column {
    column(name, Kind::Bool, 8, zh)
}

macro_rules! feed_columns {
    ($( $(#[$doc:meta])* $feed:ident { $( $at:ident: $column:expr; )+ } )+) => { $(
        $(#[$doc])*
        pub mod $feed {
            use super::*;

            /// Places of the columns.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum At { $( $at, )+ SrcSystem, SrcId, Version, UpdateFlag, ReceivedAt }

            impl From<At> for usize {
                fn from(at: At) -> Self {
                    at as Self
                }
            }

            pub static COLUMNS: [Column; At::ReceivedAt as usize + 1] = [
                $( $column, )+
                ident("src_system", 32, "来源系统"),
                ident("src_id", 64, "来源主键"),
                int("version", "版本"),
                code("update_flag", code::UpdateFlag::CODES, "更新标志"),
                stamp("received_at", "接收时间"),
            ];
        }
    )+ };
}

feed_columns! {
    region {
        Code: ident("code", 12, "区划代码").required();
        ValidFrom: day("valid_from", "生效日期").since(1900).required();
        ValidTo: day("valid_to", "停用日期").since(1900);
        Name: prose("name", 60, "名称").required();
        Level: code("level", code::RegionLevel::CODES, "层级").required();
        ParentCode: ident("parent_code", 12, "上级代码");
        CenterLon: decimal("center_lon", "中心经度");
        CenterLat: decimal("center_lat", "中心纬度");
        Crs: code("crs", code::Datum::CODES, "坐标系");
        GeomSrc: prose("geom_src", 60, "边界来源");
        ReviewNo: prose("review_no", 40, "审图号");
        ReplacedBy: ident("replaced_by", 12, "继任代码");
    }
    org {
        OrgCode: ident("org_code", 18, "机构代码").required();
        Name: prose("name", 120, "机构名称").required();
        Level: code("level", code::RegionLevel::CODES, "层级").required();
        RegionCode: ident("region_code", 12, "区划代码").required();
        ParentOrg: ident("parent_org", 18, "上级机构");
        IsZone: flag("is_zone", "是否功能区");
        PeerGroup: ident("peer_group", 20, "比较组");
        ValidFrom: day("valid_from", "生效日期").since(1900);
        ValidTo: day("valid_to", "停用日期").since(1900);
    }
    entity {
        EntityId: ident("entity_id", 40, "对象编号").required();
        Name: prose("name", 200, "单位名称").required();
        IdType: code("id_type", code::IdType::CODES, "证件类型").required();
        Uscc: upper("uscc", 18, "统一社会信用代码");
        Specialty: code("specialty", code::Specialty::CODES, "专业").required();
        EntityType: prose("entity_type", 40, "对象类型");
        RiskClass: code("risk_class", code::RiskClass::CODES, "固有风险等级");
        Grade: code("grade", code::Grade::CODES, "信用或量化等级");
        Opened: day("opened", "开业日期");
        LegalPerson: prose("legal_person", 60, "法定代表人");
        Address: prose("address", 200, "地址").required();
        RegionCode: ident("region_code", 12, "区划代码").required();
        Lon: decimal("lon", "经度");
        Lat: decimal("lat", "纬度");
        Crs: code("crs", code::Datum::CODES, "坐标系");
        GeoQuality: code("geo_quality", code::GeoQuality::CODES, "坐标质量");
        State: code("state", code::EntityState::CODES, "状态").required();
        StateDate: day("state_date", "状态日期");
        OrgCode: ident("org_code", 18, "监管机构").required();
    }
    /// `officer_ids` is not required here: an on-site record without officers is `E605`, which a pack may relax.
    inspection {
        InspId: ident("insp_id", 40, "检查编号").required();
        EntityId: ident("entity_id", 40, "对象编号").required();
        OrgCode: ident("org_code", 18, "承办机构").required();
        Specialty: code("specialty", code::Specialty::CODES, "专业").required();
        InspectType: code("inspect_type", code::InspectType::CODES, "检查类型").required();
        Mode: code("mode", code::Mode::CODES, "监管方式").required();
        Method: code("method", code::Method::CODES, "非现场方法");
        OnsiteReason: code("onsite_reason", code::OnsiteReason::CODES, "现场检查理由");
        StartAt: stamp("start_at", "开始时间").required();
        FinishAt: stamp("finish_at", "完成时间");
        Result: code("result", code::InspectResult::CODES, "检查结果");
        MatterCode: ident("matter_code", 40, "监管事项编码");
        ChecklistId: ident("checklist_id", 40, "检查单编号");
        OrderId: ident("order_id", 40, "工单编号");
        RandomTaskId: ident("random_task_id", 40, "双随机任务编号");
        ParentInsp: ident("parent_insp", 40, "上次检查编号");
        ScanCode: flag("scan_code", "是否扫码");
        ScanAt: stamp("scan_at", "扫码时间");
        Lon: decimal("lon", "经度");
        Lat: decimal("lat", "纬度");
        Crs: code("crs", code::Datum::CODES, "坐标系");
        OfficerIds: ident("officer_ids", 400, "执法人员");
        RecordVideo: flag("record_video", "是否录像");
        DocNo: prose("doc_no", 60, "监督意见书文号");
    }
    /// `insp_id` is not required here: a problem without an inspection is `E606`, which a pack may relax.
    problem {
        ProblemId: ident("problem_id", 40, "问题编号").required();
        InspId: ident("insp_id", 40, "检查编号");
        EntityId: ident("entity_id", 40, "对象编号").required();
        ItemCode: ident("item_code", 40, "检查项编码");
        Severity: code("severity", code::Severity::CODES, "严重程度").required();
        Text: free("text", 500, "问题描述");
        FoundAt: stamp("found_at", "发现时间").required();
        Verified: flag("verified", "是否核实");
        VerifiedBy: ident("verified_by", 40, "核实人");
        Due: day("due", "整改期限");
        State: code("state", code::ProblemState::CODES, "状态").required();
        ClosedAt: stamp("closed_at", "销号时间");
        CaseId: ident("case_id", 40, "案件编号");
    }
    order {
        OrderId: ident("order_id", 40, "工单编号").required();
        RootId: ident("root_id", 40, "根工单编号").required();
        ParentId: ident("parent_id", 40, "上级工单编号");
        OrderType: code("order_type", code::OrderType::CODES, "工单类型").required();
        Source: code("source", code::OrderSource::CODES, "来源").required();
        SourceRef: ident("source_ref", 64, "来源编号");
        EntityId: ident("entity_id", 40, "对象编号").required();
        FromOrg: ident("from_org", 18, "派单机构").required();
        ToOrg: ident("to_org", 18, "承办机构").required();
        IssuedAt: stamp("issued_at", "下派时间").required();
        DueAt: stamp("due_at", "期限").required().limit();
        ExtendedDue: stamp("extended_due", "延期至").limit();
        ExtendApprovedAt: stamp("extend_approved_at", "延期批准时间");
        SignedAt: stamp("signed_at", "签收时间");
        State: code("state", code::OrderState::CODES, "状态").required();
        FeedbackAt: stamp("feedback_at", "反馈时间");
        AcceptedAt: stamp("accepted_at", "审核时间");
        InspId: ident("insp_id", 40, "检查编号");
        Result: free("result", 200, "办理结果");
        WithdrawAt: stamp("withdraw_at", "撤回时间");
        WithdrawReason: free("withdraw_reason", 200, "撤回理由");
    }
    complaint {
        ComplaintId: ident("complaint_id", 40, "投诉编号").required();
        Channel: code("channel", code::Channel::CODES, "渠道").required();
        RegisteredAt: stamp("registered_at", "登记时间").required();
        AcceptedAt: stamp("accepted_at", "受理时间");
        EntityId: ident("entity_id", 40, "对象编号");
        EntityNameRaw: free("entity_name_raw", 200, "被投诉单位");
        OrgCode: ident("org_code", 18, "承办机构").required();
        Specialty: code("specialty", code::Specialty::CODES, "专业");
        Lon: decimal("lon", "经度");
        Lat: decimal("lat", "纬度");
        Crs: code("crs", code::Datum::CODES, "坐标系");
        RegionCode: ident("region_code", 12, "区划代码");
        Anonymous: flag("anonymous", "是否匿名");
        DueAt: stamp("due_at", "期限").required().limit();
        ExtendedDue: stamp("extended_due", "延期至").limit();
        ClosedAt: stamp("closed_at", "办结时间");
        State: code("state", code::ComplaintState::CODES, "状态").required();
        Result: code("result", code::ComplaintResult::CODES, "认定结果");
        Satisfied: int("satisfied", "满意度");
        RepeatOf: ident("repeat_of", 40, "重复投诉编号");
        TextHash: ident("text_hash", 64, "内容摘要");
    }
}
