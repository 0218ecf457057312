//! Key → words: everything the page says, Chinese first, English second.
//!
//! One macro keeps both languages of a message on one line, so that neither can be forgotten. Names that
//! belong to records (units, indicators, codes) come from the server and from `domain::code`, not from here.

/// Between two parts of a line.
pub(crate) const DOT: &str = " · ";

/// The language of the page; fixed while the page lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Reads `lang=` of the URL; anything but `en` is Chinese.
    pub(crate) fn read(text: &str) -> Self {
        if text == "en" { Self::En } else { Self::Zh }
    }

    /// One of two texts.
    pub(crate) const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// A name that the records bring: Chinese where it has no English.
    pub(crate) const fn named<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        self.pick(zh, if en.is_empty() { zh } else { en })
    }

    pub(crate) fn say(self, text: Text) -> &'static str {
        match self {
            Self::Zh => text.zh(),
            Self::En => text.en(),
        }
    }
}

macro_rules! messages {
    ($( $key:ident = $zh:literal, $en:literal; )+) => {
        /// One message of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Text { $( $key, )+ }

        impl Text {
            #[cfg(test)]
            const ALL: &[Self] = &[$( Self::$key, )+];

            const fn zh(self) -> &'static str {
                match self { $( Self::$key => $zh, )+ }
            }

            const fn en(self) -> &'static str {
                match self { $( Self::$key => $en, )+ }
            }
        }
    };
}

messages! {
    // Head and foot
    DataUntil = "数据截至", "Data until";
    Connecting = "正在连接", "Connecting";
    Lost = "连接中断", "Connection lost";
    NotHereYet = "尚未载入", "not loaded yet";
    LastPicture = "画面停在", "Picture from";
    Demo = "演示数据", "Demo data";
    DemoHint = "合成记录，非真实监管数据", "Synthetic records, not real supervision data";
    Sketch = "示意图 未经审图", "Sketch map, not reviewed";
    Source = "来源", "Source";
    ReviewNo = "审图号", "Map review no.";
    Reconcile = "核对", "Check";
    Hexes = "Σ六边形", "Σ hexes";
    Unlocated = "未落点", "unlocated";
    Relaxed = "本部署放宽的规则", "Rules relaxed in this deployment";
    Light = "浅色", "Light";
    Dark = "深色", "Dark";
    OtherLanguage = "English", "中文";
    Period = "时段", "Period";
    Whereabouts = "当前位置", "You are here";

    // Cards
    Yoy = "同比", "YoY";
    Mom = "环比", "vs prev.";
    Same = "持平", "unchanged";
    Beside = "对照", "vs";
    Reference = "参考指标，不排名", "For reference, not ranked";
    Numerator = "分子", "Numerator";
    Denominator = "分母", "Denominator";
    TrendOf = "选为当前指标", "Select this indicator";

    // Status of a figure
    NoBase = "无基数", "No base";
    NoData = "无数据", "No data";
    Hatches = "斜线为无基数，交叉线为无数据", "Hatched: no base; cross-hatched: no data";
    SmallBase = "小基数", "Small base";
    Stale = "过期", "Stale";
    OverHundred = "超过 100%", "Over 100%";

    // Panels
    Methods = "八种非现场方式", "Eight off-site methods";
    MethodColumns = "户次 · 发现率", "Visits · found";
    Ranking = "各单位", "Units";
    RankingStreets = "各街道", "Streets";
    Apart = "无基数或无数据，单列不排名", "No base or no data: listed apart, not ranked";
    Funnel = "工单闭环", "Orders";
    FunnelNote = "期内到期", "Due in the period";
    Quality = "数据质量", "Data quality";
    WholeCity = "全市", "Whole city";
    Rows = "收到", "Received";
    Accepted = "入库", "Accepted";
    Marks = "标记", "Marks";
    Rejected = "退回", "Rejected";
    Held = "待关联", "On hold";
    HeldHint = "所引用的对象或检查尚未到达，未计入任何数字", "The entity or inspection they refer to has not arrived yet: counted nowhere";
    Awaited = "尚缺的记录", "Missing record";
    NoHeld = "没有待关联的记录", "Nothing waits for another record";
    UnlocatedHint = "在业对象无可用坐标，计入数字但不上图", "Active entities with no usable position: counted, but not on the map";
    UnlocatedCount = "未落点", "Unlocated";
    Batches = "批次台账", "Batch ledger";
    Batch = "批次", "Batch";
    Feed = "数据种类", "Feed";
    Received = "接收时间", "Received at";
    RejectList = "退回清单", "Rejected rows";
    MarkList = "标记清单", "Marked rows";
    OnlyFaulty = "仅列有退回的批次", "Only batches with rejected rows";
    Entities = "监管对象", "Entities";
    AllEntities = "全部明细", "All records";
    AsTable = "表", "Table";
    Month = "月份", "Month";
    Value = "值", "Value";

    // Map
    MapLabel = "监管地图", "Supervision map";
    MapKeys = "方向键移动光标（Shift 移动地图）· PageDown 下一区域 · Enter 打开 · + − 缩放 · Home 全图 · Esc 收起", "Arrows move the cross-hair (with Shift the map) · PageDown next area · Enter opens · + − zoom · Home fits · Esc closes";
    FlatMap = "此浏览器不支持 WebGL2，地图已简化：只画底图和区域，不画六边形、热力和点", "This browser has no WebGL2: the map shows base map and regions only, without hexagons, heat or points";
    LayerSwitch = "图层", "Layer";
    Risk = "风险", "Risk";
    Workload = "工作量", "Workload";
    Complaints = "投诉", "Complaints";
    Districts = "指标", "Indicator";
    RiskTitle = "风险线索", "Risk clues";
    RiskUnit = "每六边形现时风险分合计", "Sum of current risk scores per hexagon";
    RiskOfToday = "风险为现时，不随期间变化", "Risk scores are current, whatever the period";
    WorkloadTitle = "监管工作量", "Supervision workload";
    WorkloadUnit = "每六边形标准件", "Standard acts per hexagon";
    ComplaintsTitle = "投诉举报", "Complaints";
    ComplaintsUnit = "每六边形登记件数", "Registered complaints per hexagon";
    ByOrg = "按承办机构", "By responsible org";
    ByPlace = "按对象所在地", "By location of the entity";
    Attribution = "归属口径", "Attribution";
    ZoneNote = "无独立区界的单位（如经开区）仅列于榜单", "Units without a boundary, such as a development zone, are in the list only";

    // By hand on the map
    MapTools = "地图工具", "Map tools";
    HandTool = "移动地图", "Move the map";
    BoxTool = "框选（Shift 拖动；键盘 B）", "Select by box (Shift-drag or key B)";
    LassoTool = "套索选", "Select by lasso";
    PrintMap = "存为 PNG 图片", "Save as PNG";
    Chosen = "选区", "Selected area";
    LetGo = "清除选区（Esc）", "Clear selection (Esc)";
    ChosenOf = "占本单位", "share of the unit";
    NoHexagons = "选区按六边形汇总：请先显示一个六边形图层", "A selection adds up hexagons: show a hexagon layer first";
    InChosen = "所选范围", "in the selected area";

    // Layers of the map
    DerivedArea = "（推算范围）", " (derived area)";
    DerivedAreas = "街道范围为推算，非法定界线", "Street areas are derived, not legal boundaries";
    ByMonth = "按月", "by month";
    NoUnit = "没有这个单位", "There is no such unit";
    NoPlace = "按地点没有这个单位，可改为按承办机构", "There is no such unit by location; try by responsible org";
    NoPeriod = "没有这个时段", "There is no such period";
    NoIndicator = "没有这个指标", "There is no such indicator";
    NoLayer = "没有这个图层", "There is no such layer";
    NoEntity = "没有这个监管对象", "There is no such entity";
    NotLoaded = "尚未载入，恢复连接后自动载入", "Not loaded yet: it comes when the connection is back";
    BaseMap = "底图", "Base map";
    NoBaseMap = "无底图", "No base map";
    AddLayer = "添加图层", "Add layer";
    ShowLayer = "显示或隐藏", "Show or hide";
    Opacity = "不透明度", "Opacity";
    RaiseLayer = "上移一层", "Move up";
    LowerLayer = "下移一层", "Move down";
    RemoveLayer = "移除图层", "Remove";
    LayerSettings = "图层设置", "Settings";
    Hexagons = "六边形", "Hexagons";
    SmoothHeat = "平滑热力", "Smooth heat";
    HotSpots = "冷热点", "Hot and cold spots";
    Areas = "指标分区", "Districts by indicator";
    ClassBreaks = "分级", "Classes";
    BreaksFixed = "固定", "fixed";
    BreaksQuantile = "分位数", "quantile";
    BreaksEqual = "等距", "equal";
    BreaksJenks = "自然间断", "natural (Jenks)";
    BreaksTarget = "政策阈值", "policy target";
    BreaksGiven = "自定", "custom";
    HalfOpen = "左闭右开 [a, b)", "half-open [a, b)";
    OpenBelow = "左开右闭 (a, b]", "half-open (a, b]";
    OpenEither = "标 > 处左开，其余左闭", "open below where marked >, else closed";
    Blending = "连续渐变", "continuous";
    ShownValue = "取值", "Value";
    AsCount = "数量", "Count";
    AsRate = "比率", "Rate";
    AsShrunk = "收缩估计", "Shrunk estimate";
    Raw = "原值", "raw";
    ShrunkNote = "经验贝叶斯：小基数向总体均值收缩", "Empirical Bayes: small bases are drawn towards the overall mean";
    Bandwidth = "带宽", "Bandwidth";
    PerKm2 = "每 km²", "per km²";
    PerHexagon = "每六边形", "per hexagon";
    MeanRisk = "每户平均风险分", "Mean risk score per entity";
    WholeArea = "全域", "whole area";
    NoneHot = "没有显著的冷热点", "none is significant";
    HotBase = "热（+）冷（−）置信度：Getis-Ord Gi*，一环邻域，不少于 5 户", "Hot (+) and cold (−) by confidence: Getis-Ord Gi* over ring 1, 5 entities or more";
    HotCell = "热点", "hot";
    ColdCell = "冷点", "cold";
    AllEntityPoints = "监管对象点", "Entities";
    ClusterMean = "气泡内为户数，颜色为平均风险分", "Bubbles count entities; colour is their mean risk";
    SamePlace = "同一位置", "At the same place";

    // Periods
    YearToDate = "本年累计", "Year to date";
    ThisMonth = "本月", "This month";
    LastMonth = "上月", "Last month";
    ThisQuarter = "本季", "This quarter";
    LastQuarter = "上季", "Last quarter";
    TwelveMonths = "近 12 个月", "Last 12 months";
    LastYear = "上年", "Last year";

    // Records
    Records = "明细", "Records";
    Close = "关闭", "Close";
    RecordDay = "日期", "Date";
    RecordEntity = "监管对象", "Entity";
    RecordSpecialty = "专业", "Specialty";
    RecordKind = "种类", "Type";
    RecordOutcome = "结果", "Outcome";
    RecordOrg = "承办", "Org";
    RecordPlace = "所在地", "Place";
    RecordId = "编号", "ID";
    RecordWeight = "计", "Counts as";
    AgreesWith = "与指标一致 ✓", "Matches the figure ✓";
    DiffersFrom = "与指标不一致 ✗", "Does not match the figure ✗";
    Previous = "上一页", "Previous";
    Next = "下一页", "Next";
    NoRecords = "本期没有记录", "No records in this period";
    InCell = "所选六边形", "in the selected hexagon";

    // Entity
    EntityFile = "一户一档", "Entity file";
    EntityTimeline = "时间轴", "Timeline";
    EntityRisk = "风险线索", "Risk clues";
    EntityRiskNote = "八项贡献合计等于总分；是线索，不是预测", "Eight contributions add up to the score; a clue, not a prediction";
    EntityFields = "登记事项", "Register";
    AsOf = "截至", "As of";
    NoTimeline = "尚无事实", "No events yet";
    Late = "超期", "Late by";
    Undone = "撤销", "Withdrawn";
    DueBy = "期限", "Due";
    ProblemsFound = "查出问题", "Problems found";
    ShowBehind = "标出所依据的内容", "Mark what it rests on";
    AroundIt = "周边 90 天投诉", "complaints around, 90 days";
    NoDevice = "无在线设备，不计", "no device, left out";
    NoneOnRecord = "无此类记录", "none on record";
    NeverInspected = "尚无完成的检查", "never inspected";
    NotRegistered = "未登记，按中间值", "not registered, middle value";

    // Desk
    SceneOverview = "监督总览", "Supervision overview";
    NavOverview = "总览", "Overview";
    NavMap = "地图", "Map";
    NavRecords = "明细", "Records";
    NavBatches = "台账", "Ledger";
    NavDesk = "工作台", "Desk";
    NavWall = "大屏", "Wall";
    Pages = "页面", "Pages";
    Custom = "自定义", "Custom";
    From = "自", "From";
    To = "至", "To";
    Apply = "应用", "Apply";
    BadRange = "起止日期不成区间", "Not a valid date range";
    ByPlaceShort = "按地点", "By location";
    Indicators = "指标", "Indicators";
    Indicator = "指标", "Indicator";
    Comparison = "各单位对比", "Units compared";
    ComparisonStreets = "各街道对比", "Streets compared";
    ComparisonNote = "并列同名次", "Ties share a rank";
    Rank = "名次", "Rank";
    Unit = "单位", "Unit";
    Months = "12 个月", "12 months";
    YoyPoints = "同比 百分点", "YoY, pp";
    RingHint = "○ 本月至今，尚未满月", "○ the month so far";
    ChooseHint = "点击卡片设为当前指标", "Click a card to select its indicator";
    OfficialOrder = "按行政区划代码排序", "Sort by official code";
    NoParts = "没有下级单位可比", "No lower-level units to compare";
    NoSeries = "时点指标，没有趋势", "A current score has no trend";
    Name = "项目", "Name";
    Stage = "环节", "Stage";
    Orders = "工单数", "Orders";
    Method = "方式", "Method";
    Visits = "户次", "Visits";
    FoundVisits = "发现问题", "With findings";
    FoundShare = "发现率", "Share found";
    HexCount = "有数值的六边形", "Hexagons with a value";
    Sum = "全部", "Total";
    Copy = "复制", "Copy";
    Copied = "已复制", "Copied";
    Export = "导出 CSV", "Export CSV";
    ExportHint = "导出全部行，可用表格软件打开", "All rows, opens in a spreadsheet";
    RecordsBehind = "明细", "records";
    AllRows = "查看全部", "See all";
    Fault = "问题代码", "Error code";
    Line = "行", "Row";
    Key = "主键", "Key";
    ColumnName = "列", "Column";
    GivenValue = "值", "Value";
    Hint = "说明", "Hint";
    DeliveredLine = "原始行", "As delivered";
    StoredLine = "入库内容", "As stored";
    NoRejects = "没有退回的行", "No rows were rejected";
    NoMarks = "没有带此标记的行", "No rows carry this mark";
    Located = "位置", "Position";
    NotLocated = "无可用坐标", "No usable position";
    NoRisk = "尚无评分", "Not scored yet";
    RiskAdds = "合计", "Sum";

    // Trouble
    Exists = "可以选择", "Available choices";
    Unreachable = "服务暂不可达", "The server cannot be reached";
    UnreachableHint = "每 5 秒自动重试；恢复后自动刷新", "Retrying every 5 seconds; the page refreshes by itself";
    Unreadable = "服务的应答无法读取", "The server's answer cannot be read";
    UnreadableHint = "页面与服务的版本可能不一致，请重新加载本页", "This page and the server may be of different versions: load the page again";
    Overview = "返回总览", "Back to the overview";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_both_languages_and_chinese_reads_as_chinese() {
        let is_han = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
        for text in Text::ALL {
            assert!(!text.zh().is_empty() && !text.en().is_empty(), "{text:?}");
            let says_other = *text == Text::OtherLanguage;
            assert_eq!(is_han(text.zh()), !says_other, "{text:?}");
            assert_eq!(is_han(text.en()), says_other, "{text:?}");
        }
    }

    #[test]
    fn a_name_without_english_stays_chinese() {
        assert_eq!(Lang::En.named("东城区", ""), "东城区");
        assert_eq!(Lang::En.named("工作量", "Workload"), "Workload");
        assert_eq!(Lang::En.pick(" 代", ""), "");
        assert_eq!(Lang::read("en"), Lang::En);
        assert_eq!(Lang::read("fr"), Lang::Zh);
    }
}
