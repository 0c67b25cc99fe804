import type { Label } from "../domain/codes.ts";
import type { Route, RouteAnswer } from "./route.ts";
import { services } from "./services.ts";
import { stepRoutes } from "./step-routes.ts";

const bare = {
  ...services.cases,
  ...services.registry,
  ...services.office,
  ...services.people,
  ...services.papers,
  ...services.audit,
};

export type DescribedRoute = Route & { summary: Label };
const described = <R extends Route>(route: R, summary: Label): R & { summary: Label } => ({ ...route, summary });

/** Every operation there is, and what it does in words: for readers and command lines, so that no function carries them. */
export const routes = {
  showHealth: described(bare.showHealth, { en: "Ask whether the API answers", zh: "查询接口是否可用" }),
  listEventTypes: described(bare.listEventTypes, {
    en: "List what inboxes and webhooks tell of: each type with its schema and an example",
    zh: "查询收件箱消息和推送的类型（含数据格式和示例）",
  }),
  submitReferral: described(bare.submitReferral, { en: "Refer a dispute to mediation", zh: "移送纠纷" }),
  previewRouting: described(bare.previewRouting, {
    en: "Ask where a referral would go, and why, without sending it",
    zh: "预览分派结果及理由（不提交）",
  }),
  checkReferral: described(bare.checkReferral, {
    en: "Check a referral before it is sent: what is wrong, where it would go, and your own cases like it",
    zh: "移送前核对：需更正之处、去向、本机关已移送的同类案件（不提交）",
  }),
  searchCases: described(bare.searchCases, {
    en: "Search the cases that you may read by a number or a part that tells it, or by a party (recorded)",
    zh: "按编号（全号、年份加末位、法院类型加当年序号）或当事人（检索留痕）检索可查看的案件",
  }),
  listCases: described(bare.listCases, {
    en: "List the cases you sent or hold, or those of your county",
    zh: "查询移送、承办或辖区的案件",
  }),
  listDueErasures: described(bare.listDueErasures, {
    en: "List the cases that ended in a month and need not be kept any longer",
    zh: "查询某月办结、保管期限已满的案件",
  }),
  eraseCase: described(bare.eraseCase, {
    en: "Erase the parties, texts and papers of a case whose time of keeping is over; takes two persons and cannot be undone",
    zh: "销毁保管期限已满案件的当事人信息、文字内容和材料（须双人办理，不可恢复）",
  }),
  verifyCase: described(bare.verifyCase, {
    en: "Follow the history of a case link by link, and see whether the case stands as it says",
    zh: "逐条核验案件记录的哈希链，并核对案件现状",
  }),
  verifyAccess: described(bare.verifyAccess, {
    en: "Follow the log of an organisation link by link",
    zh: "逐条核验机构操作日志的哈希链",
  }),
  listRoots: described(bare.listRoots, {
    en: "List the signed roots over the records, with the key by which they are checked",
    zh: "查询留痕签名根及验签公钥",
  }),
  showManifest: described(bare.showManifest, {
    en: "Read which chains of a county a root covers",
    zh: "查询签名根所含本县哈希链清单",
  }),
  verifyRoot: described(bare.verifyRoot, {
    en: "Follow every chain of a county that a root covers, as it is stored now",
    zh: "逐条核验签名根所含本县哈希链",
  }),
  listReadings: described(bare.listReadings, {
    en: "List who read the parties and papers of a case, and why",
    zh: "查询当事人及材料的查阅留痕",
  }),
  listWork: described(bare.listWork, {
    en: "List what you owe, on cases that you hold and on others",
    zh: "查询本单位待办（承办案件及其他应办事项）",
  }),
  countWork: described(bare.countWork, { en: "Count what you owe", zh: "统计本单位待办" }),
  findCases: described(bare.findCases, {
    en: "Find the cases that a source number, or the beginning of an id, can mean",
    zh: "按移送机关案号或案件标识的开头查找案件",
  }),
  showCase: described(bare.showCase, { en: "Read a case", zh: "查询案件" }),
  showHistory: described(bare.showHistory, {
    en: "Read what happened to a case: who, when and why",
    zh: "查询案件经过",
  }),
  showParties: described(bare.showParties, {
    en: "Read the parties of a case; the reading is recorded",
    zh: "查询当事人（查询行为留痕）",
  }),
  showResult: described(bare.showResult, { en: "Read what a referrer gets back", zh: "查询反馈结果" }),
  listUnacknowledged: described(bare.listUnacknowledged, {
    en: "List results that nobody has acknowledged",
    zh: "查询未签收的反馈结果",
  }),
  addDocument: described(bare.addDocument, {
    en: "Announce a document and get the address to upload it to",
    zh: "登记材料并获取上传地址",
  }),
  completeDocument: described(bare.completeDocument, {
    en: "Put an uploaded document into the file, once its bytes are checked",
    zh: "核验上传内容并入卷",
  }),
  listDocuments: described(bare.listDocuments, {
    en: "List the documents of a file that you may read",
    zh: "查询卷宗材料",
  }),
  showDocument: described(bare.showDocument, {
    en: "Get the address to download a document from; the reading is recorded",
    zh: "下载材料（查询行为留痕）",
  }),
  listPapers: described(bare.listPapers, {
    en: "List the official papers that can be made of a case, with what each still asks for; the reading of the parties is recorded",
    zh: "查询可生成的法定文书及各自缺少的内容（查询行为留痕）",
  }),
  listPaperFormats: described(bare.listPaperFormats, {
    en: "List the official papers that can be made of a case, and as what each comes; no party is read",
    zh: "查询可生成的法定文书及其文件格式（不查询当事人）",
  }),
  sayParticulars: described(bare.sayParticulars, {
    en: "Say what the papers alone need: clauses, copies, place and record of a session; sealed as parties are",
    zh: "登记文书所需内容（协议条款、份数、调解地点和记录等，加密保存）",
  }),
  showParticulars: described(bare.showParticulars, {
    en: "Read what was said for the papers; the reading is recorded",
    zh: "查询文书所需内容（查询行为留痕）",
  }),
  renderPaper: described(bare.renderPaper, {
    en: "Make an official paper from the case as it stands, as PDF or DOCX; nothing is stored but who read the parties",
    zh: "按案件当前内容生成法定文书（PDF 或 DOCX，不入卷，查询行为留痕）",
  }),
  bindFile: described(bare.bindFile, {
    en: "Make the whole file, cover and contents before its papers, as one PDF or as a ZIP with a manifest; each reading is recorded. 202 for a large one",
    zh: "整卷生成（封面、目录和全部材料，PDF 或附清单的 ZIP，查询行为留痕；材料较多的返回 202）",
  }),
  showBinding: described(bare.showBinding, {
    en: "How far the whole file is, and where to fetch it",
    zh: "查询整卷生成进度和下载地址",
  }),
  filePaper: described(bare.filePaper, {
    en: "Put an official paper, made from the case as it stands, into the file as a draft to be signed",
    zh: "生成法定文书并作为待签文书入卷",
  }),
  requestSigning: described(bare.requestSigning, {
    en: "Ask the provider of electronic signatures to have a draft in the file signed and sealed; asking again reminds it",
    zh: "将卷内待签文书提交电子签章服务签署（重复提交为催办）",
  }),
  withdrawSigning: described(bare.withdrawSigning, {
    en: "Take a draft back from the provider of electronic signatures",
    zh: "撤回已提交的电子签署",
  }),
  listSignings: described(bare.listSignings, {
    en: "List the drafts that are or were with the provider of electronic signatures",
    zh: "查询电子签署情况",
  }),
  takeSigningJob: described(bare.takeSigningJob, {
    en: "For the provider of electronic signatures: fetch what is to be signed, and by whom",
    zh: "电子签章服务取得待签文书和签署人",
  }),
  bringSigningResult: described(bare.bringSigningResult, {
    en: "For the provider of electronic signatures: bring the signed paper, or say that there will be none",
    zh: "电子签章服务回传签署结果",
  }),
  listTemplateFields: described(bare.listTemplateFields, {
    en: "List what a template of a form can name, and what it must",
    zh: "查询文书格式可用字段及必备字段",
  }),
  listTemplates: described(bare.listTemplates, {
    en: "List the county's own templates of the official forms, and which are in force",
    zh: "查询本县自定文书格式及现行版本",
  }),
  showTemplate: described(bare.showTemplate, {
    en: "Read what a template names, or get it as it was loaded",
    zh: "查询、下载一个版本的文书格式",
  }),
  loadTemplate: described(bare.loadTemplate, {
    en: "Load your county's own template of a form, or the bundled form again, from a day on; a dry run only checks it",
    zh: "加载本县自定文书格式，或恢复内置格式，自指定日期施行（可先试运行检查）",
  }),
  previewTemplate: described(bare.previewTemplate, {
    en: "Make a paper by a template with plainly invented people, before it is in force and without a case",
    zh: "用虚构数据预览文书格式（无需案件，可在施行前预览）",
  }),
  putCalendar: described(bare.putCalendar, {
    en: "Load the calendar of a year: the State Council's, or what a province or county adds to it",
    zh: "导入年度节假日安排（国家，或省、县另行规定的部分）",
  }),
  showCalendar: described(bare.showCalendar, { en: "Read the calendar of a year", zh: "查询年度节假日安排" }),
  showLaw: described(bare.showLaw, {
    en: "Read the law in force in a county on a day: each number, its article and its layer",
    zh: "查询辖区某日适用的规则（逐项列明依据和层级）",
  }),
  listLawPacks: described(bare.listLawPacks, {
    en: "List the packs of law of the nation, a province or a county",
    zh: "查询各层级规则的版本",
  }),
  loadLawPack: described(bare.loadLawPack, {
    en: "Load a pack of law for your layer; a dry run only shows the difference",
    zh: "加载本层级规则（可先试运行查看差异）",
  }),
  showLawPack: described(bare.showLawPack, { en: "Read a pack of law", zh: "查询一个版本的规则" }),
  listTariffs: described(bare.listTariffs, {
    en: "List the tariffs of incentive pay in a county: the nation's, its province's and its own",
    zh: "查询辖区以奖代补标准（国家、省、县各层）",
  }),
  loadTariff: described(bare.loadTariff, {
    en: "Load a tariff of incentive pay for your layer; a dry run only shows the difference",
    zh: "加载本层级以奖代补标准（可先试运行查看差异）",
  }),
  putOrganisation: described(bare.putOrganisation, {
    en: "Register an organisation and provision its inbox",
    zh: "登记机构并开通收件箱",
  }),
  suspendOrganisation: described(bare.suspendOrganisation, {
    en: "Suspend an organisation: it gets no new cases, reads those it has and does nothing more",
    zh: "暂停机构：不再分派案件，只能查阅，不能办理",
  }),
  reinstateOrganisation: described(bare.reinstateOrganisation, {
    en: "Reinstate a suspended organisation",
    zh: "恢复被暂停的机构",
  }),
  showLimits: described(bare.showLimits, {
    en: "Read how much an organisation may use: requests, keys, endpoints",
    zh: "查询机构用量上限（请求、密钥、推送地址等）",
  }),
  putLimits: described(bare.putLimits, {
    en: "Set how much an organisation may use; what is left out is the usual again (recorded)",
    zh: "设定机构用量上限；未列明的恢复默认（操作留痕）",
  }),
  showOrganisation: described(bare.showOrganisation, { en: "Read an organisation", zh: "查询机构" }),
  listOrganisations: described(bare.listOrganisations, {
    en: "List the organisations of a county, by name, kind, type or division, and with their load",
    zh: "查询辖区机构（可按名称、种类、类型、区划筛选，可附在办数）",
  }),
  registerKey: described(bare.registerKey, { en: "Register a public key, beside those there are", zh: "登记公钥" }),
  offerKey: described(bare.offerKey, {
    en: "Give an organisation a code by which it registers its first key itself; it is told",
    zh: "发放密钥登记码，由机构凭码自行登记公钥（通知该机构）",
  }),
  redeemKey: described(bare.redeemKey, {
    en: "Register the first key of an organisation by the code that its coordinator gave it",
    zh: "凭登记码登记本机构公钥",
  }),
  listApprovals: described(bare.listApprovals, {
    en: "List what waits for a second person of your organisation",
    zh: "查询待复核事项",
  }),
  refuseApproval: described(bare.refuseApproval, {
    en: "Refuse what waits for a second person; nothing is done",
    zh: "不予复核通过（不办理）",
  }),
  listEndingKeys: described(bare.listEndingKeys, {
    en: "List the keys of a county that end within 90 days, or have ended",
    zh: "查询本县 90 天内到期及已到期的密钥",
  }),
  showSettings: described(bare.showSettings, {
    en: "Read what a county has set for itself: how long keys are good, and what takes two persons",
    zh: "查询本县设置：密钥有效期、须两人办理的事项",
  }),
  changeSettings: described(bare.changeSettings, {
    en: "Change what a county has set for itself; the change is recorded",
    zh: "变更本县设置（变更留痕）",
  }),
  revokeKey: described(bare.revokeKey, { en: "Revoke a public key at once", zh: "立即吊销公钥" }),
  putMediator: described(bare.putMediator, { en: "Register a mediator of an organisation", zh: "登记调解员" }),
  listMediators: described(bare.listMediators, {
    en: "List the mediators of an organisation, with their open cases where asked",
    zh: "查询调解员名单（可附在办数）",
  }),
  retireMediator: described(bare.retireMediator, {
    en: "Retire a mediator, who can be named no more; past cases keep the name",
    zh: "调解员离任（不可再指定，已办案件保留姓名）",
  }),
  reinstateMediator: described(bare.reinstateMediator, { en: "Take a retirement back", zh: "恢复调解员" }),
  putDivision: described(bare.putDivision, { en: "Register an administrative division", zh: "登记行政区划" }),
  listDivisions: described(bare.listDivisions, { en: "List the divisions of a county", zh: "查询辖区行政区划" }),
  receiveMessages: described(bare.receiveMessages, { en: "Lease messages from your inbox", zh: "领取收件箱消息" }),
  extendLease: described(bare.extendLease, {
    en: "Keep a lease longer, or give it back with 0",
    zh: "延长租约（0 表示归还）",
  }),
  ackMessages: described(bare.ackMessages, { en: "Remove leased messages from your inbox", zh: "确认并移除消息" }),
  lendInbox: described(bare.lendInbox, {
    en: "Get short-lived credentials to read your inbox with an SDK for SQS",
    zh: "领取收件箱队列的临时凭证（用 SQS 开发包读取）",
  }),
  replayEvents: described(bare.replayEvents, {
    en: "Tell again what happened to your county's cases, to who was not told",
    zh: "补发本县案件消息（仅发给未收到的一方）",
  }),
  createWebhookEndpoint: described(bare.createWebhookEndpoint, {
    en: "Subscribe an address to the steps of your cases",
    zh: "订阅案件进展推送",
  }),
  listWebhookEndpoints: described(bare.listWebhookEndpoints, { en: "List your webhook endpoints", zh: "查询推送地址" }),
  changeWebhookEndpoint: described(bare.changeWebhookEndpoint, {
    en: "Change an endpoint",
    zh: "变更推送地址",
  }),
  removeWebhookEndpoint: described(bare.removeWebhookEndpoint, { en: "Remove a webhook endpoint", zh: "删除推送地址" }),
  pauseWebhookEndpoint: described(bare.pauseWebhookEndpoint, { en: "Pause a webhook endpoint", zh: "暂停推送" }),
  resumeWebhookEndpoint: described(bare.resumeWebhookEndpoint, { en: "Resume a webhook endpoint", zh: "恢复推送" }),
  listWebhookAttempts: described(bare.listWebhookAttempts, {
    en: "List the calls to a webhook endpoint",
    zh: "查询推送记录",
  }),
  replayWebhooks: described(bare.replayWebhooks, {
    en: "Call a webhook endpoint again",
    zh: "重新推送",
  }),
  rotateWebhookSecret: described(bare.rotateWebhookSecret, {
    en: "Make a new signing secret; the old one also signs for 24 hours",
    zh: "更换签名密钥（旧密钥继续签名 24 小时）",
  }),
  testWebhookEndpoint: described(bare.testWebhookEndpoint, {
    en: "Send a webhook endpoint an event endpoint.test",
    zh: "发送测试推送",
  }),
  listCountyWebhooks: described(bare.listCountyWebhooks, {
    en: "List how the webhook endpoints of your county do",
    zh: "查询本县（市、区）推送地址的运行状况",
  }),
  holdWebhookEndpoint: described(bare.holdWebhookEndpoint, {
    en: "Pause a webhook endpoint of your county",
    zh: "暂停本县（市、区）某机构的推送",
  }),
  releaseWebhookEndpoint: described(bare.releaseWebhookEndpoint, {
    en: "Let a webhook endpoint of your county be called again",
    zh: "恢复本县（市、区）某机构的推送",
  }),
  claimIncentive: described(bare.claimIncentive, {
    en: "Claim the pay of a settled and archived dispute, once",
    zh: "申报以奖代补（一案一次）",
  }),
  listClaims: described(bare.listClaims, {
    en: "List the claims of a quarter; a committee sees its own",
    zh: "查询季度申报",
  }),
  reviewClaim: described(bare.reviewClaim, { en: "Review a claim", zh: "审核申报" }),
  approveClaim: described(bare.approveClaim, { en: "Approve a reviewed claim", zh: "审批申报" }),
  rejectClaim: described(bare.rejectClaim, { en: "Reject a claim that is not yet paid", zh: "不予发放" }),
  payClaim: described(bare.payClaim, { en: "Record that an approved claim is paid", zh: "登记发放" }),
  reverseClaim: described(bare.reverseClaim, {
    en: "Take pay back, the agreement being void or the case reopened",
    zh: "追回已发放奖补",
  }),
  showMonthlyReturn: described(bare.showMonthlyReturn, { en: "The monthly return of a county", zh: "人民调解月报" }),
  showFigures: described(bare.showFigures, {
    en: "Figures of a year, quarter or month, beside the year before: by channel, before litigation, by police station",
    zh: "年度、季度、月度统计（同比，分渠道、诉前调解、警调对接）",
  }),
  listBrands: described(bare.listBrands, { en: "List the brand studios with their figures", zh: "品牌调解工作室一览" }),
  showSeries: described(bare.showSeries, {
    en: "Figures by month, quarter or year, loaded ones marked; by town where asked for",
    zh: "统计序列（按月、季、年，导入数据有标注；可附分镇街）",
  }),
  listCountedCases: described(bare.listCountedCases, {
    en: "List the cases behind a figure of a series",
    zh: "统计数字对应的案件",
  }),
  putEarlierFigures: described(bare.putEarlierFigures, {
    en: "Load the figures of a month before the county used the platform",
    zh: "导入启用平台前某月的统计数据",
  }),
  recountTallies: described(bare.recountTallies, {
    en: "Recount a month's tallies from the cases and show the differences",
    zh: "按案件重新统计并列出差异",
  }),
  exportCases: described(bare.exportCases, {
    en: "The cases that ended in a month, in the bureau's 25 columns",
    zh: "案件导出（25 列）",
  }),
  beginSignIn: described(bare.beginSignIn, { en: "Begin to sign a person in", zh: "开始登录" }),
  finishSignIn: described(bare.finishSignIn, {
    en: "Sign a person in with the answer of the issuer",
    zh: "凭统一身份认证结果登录",
  }),
  showSession: described(bare.showSession, {
    en: "Read who is signed in, and where; the person counts as present",
    zh: "查询登录状态（视为在线）",
  }),
  endSession: described(bare.endSession, { en: "Sign out", zh: "退出登录" }),
  chooseSeat: described(bare.chooseSeat, { en: "Choose the organisation to act for", zh: "选择所代表的机构" }),
  redeemInvitation: described(bare.redeemInvitation, { en: "Take up an invitation", zh: "使用邀请码" }),
  listPeople: described(bare.listPeople, { en: "List the people of an organisation", zh: "查询机构人员" }),
  invitePerson: described(bare.invitePerson, { en: "Invite a person to an organisation", zh: "邀请人员" }),
  putSeat: described(bare.putSeat, { en: "Change the duty of a person", zh: "变更人员职责" }),
  removeSeat: described(bare.removeSeat, {
    en: "Take a person's seat away; the person is out at once",
    zh: "移除人员（立即生效）",
  }),
  listAccess: described(bare.listAccess, {
    en: "List who signed in at an organisation, and who changed its people, keys and webhooks",
    zh: "查询机构访问记录（登录，人员、密钥和推送的变更）",
  }),
  ...stepRoutes,
} satisfies Record<keyof typeof bare, DescribedRoute>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

export type OperationAnswer<Op extends OperationId> = RouteAnswer<Routes[Op]>;
