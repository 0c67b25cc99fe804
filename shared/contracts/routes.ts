import type { Label } from "../domain/codes.ts";
import { apiRoutes } from "./api-routes.ts";
import { incentiveRoutes } from "./incentive-routes.ts";
import { reportRoutes } from "./reports.ts";
import type { Route, RouteAnswer } from "./route.ts";

const bare = { ...apiRoutes, ...incentiveRoutes, ...reportRoutes };

export type DescribedRoute = Route & { summary: Label };
const described = <R extends Route>(route: R, summary: Label): R & { summary: Label } => ({ ...route, summary });

/** Every operation there is, and what it does in words: for readers and command lines, so that no function carries them. */
export const routes = {
  submitReferral: described(bare.submitReferral, { en: "Refer a dispute to mediation", zh: "移送纠纷" }),
  previewRouting: described(bare.previewRouting, {
    en: "Ask where a referral would go, and why, without sending it",
    zh: "预览分派结果及理由（不提交）",
  }),
  listCases: described(bare.listCases, { en: "List the cases you sent, or hold", zh: "查询移送或承办的案件" }),
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
    en: "List results nobody has signed for",
    zh: "查询未签收反馈",
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
  putCalendar: described(bare.putCalendar, {
    en: "Load the State Council's calendar of a year",
    zh: "导入年度节假日安排",
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
    en: "List the tariffs of incentive pay in a county",
    zh: "查询辖区以奖代补标准",
  }),
  loadTariff: described(bare.loadTariff, {
    en: "Load your county's tariff of incentive pay; a dry run only shows the difference",
    zh: "加载本县以奖代补标准（可先试运行查看差异）",
  }),
  putOrganisation: described(bare.putOrganisation, {
    en: "Register an organisation and provision its inbox",
    zh: "登记机构并开通收件箱",
  }),
  suspendOrganisation: described(bare.suspendOrganisation, {
    en: "Suspend an organisation: it gets no new cases",
    zh: "暂停机构接收新案件",
  }),
  reinstateOrganisation: described(bare.reinstateOrganisation, {
    en: "Reinstate a suspended organisation",
    zh: "恢复机构接收新案件",
  }),
  showOrganisation: described(bare.showOrganisation, { en: "Read an organisation", zh: "查询机构" }),
  listOrganisations: described(bare.listOrganisations, {
    en: "List the organisations of a county",
    zh: "查询辖区机构",
  }),
  registerKey: described(bare.registerKey, { en: "Register a public key, beside those there are", zh: "登记公钥" }),
  revokeKey: described(bare.revokeKey, { en: "Revoke a public key at once", zh: "立即吊销公钥" }),
  putMediator: described(bare.putMediator, { en: "Register a mediator of an organisation", zh: "登记调解员" }),
  putDivision: described(bare.putDivision, { en: "Register an administrative division", zh: "登记行政区划" }),
  receiveMessages: described(bare.receiveMessages, { en: "Lease messages from your inbox", zh: "领取收件箱消息" }),
  extendLease: described(bare.extendLease, {
    en: "Keep a lease longer, or give it back with 0",
    zh: "延长租约（0 表示归还）",
  }),
  ackMessages: described(bare.ackMessages, { en: "Remove leased messages from your inbox", zh: "确认并移除消息" }),
  createWebhookEndpoint: described(bare.createWebhookEndpoint, {
    en: "Subscribe an address to the steps of your cases",
    zh: "订阅案件进展推送",
  }),
  listWebhookEndpoints: described(bare.listWebhookEndpoints, { en: "List your webhook endpoints", zh: "查询推送地址" }),
  removeWebhookEndpoint: described(bare.removeWebhookEndpoint, { en: "Remove a webhook endpoint", zh: "删除推送地址" }),
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
  exportCases: described(bare.exportCases, {
    en: "The cases that ended in a month, in the bureau's 25 columns",
    zh: "案件导出（25 列）",
  }),
  askForInfo: described(bare.askForInfo, { en: "Send a referral back for what it lacks", zh: "退回补正" }),
  supplyInfo: described(bare.supplyInfo, { en: "Supply what was lacking", zh: "补正材料" }),
  notAccept: described(bare.notAccept, {
    en: "Refuse a referral, or end a mediation that may not go on",
    zh: "不予受理或终止调解",
  }),
  noteCircumstances: described(bare.noteCircumstances, {
    en: "Note what speaks against mediation, or demands a report",
    zh: "登记不宜调解或应报告的情形",
  }),
  allowMediation: described(bare.allowMediation, {
    en: "Decide that a dispute may be mediated all the same",
    zh: "准予继续调解",
  }),
  assign: described(bare.assign, { en: "Offer a case to a body by hand", zh: "人工分派" }),
  accept: described(bare.accept, { en: "Accept an offered case", zh: "签收受理" }),
  decline: described(bare.decline, { en: "Decline an offered case with a reason", zh: "拒绝签收（注明理由）" }),
  escalate: described(bare.escalate, { en: "Pass a case up to town or county", zh: "逐级上报" }),
  transfer: described(bare.transfer, { en: "Move a case to another kind of mediation", zh: "三调衔接移交" }),
  seekConsent: described(bare.seekConsent, { en: "Begin to ask all parties for consent", zh: "征询调解意愿" }),
  recordConsent: described(bare.recordConsent, { en: "Record the parties' answers", zh: "登记当事人意愿" }),
  recordSession: described(bare.recordSession, { en: "Record a mediation session", zh: "登记调解过程" }),
  suspend: described(bare.suspend, { en: "Suspend mediation; its clock pauses", zh: "中止调解" }),
  resume: described(bare.resume, { en: "Resume mediation", zh: "恢复调解" }),
  extend: described(bare.extend, { en: "Extend mediation, as all parties agree", zh: "延长调解期限" }),
  reportDanger: described(bare.reportDanger, { en: "Report danger or crime to the police", zh: "风险报告公安" }),
  acknowledgeDanger: described(bare.acknowledgeDanger, {
    en: "The station signs for a report of danger",
    zh: "公安签收风险报告",
  }),
  recordAgreement: described(bare.recordAgreement, { en: "Record the agreement", zh: "登记调解协议" }),
  fileConfirmation: described(bare.fileConfirmation, {
    en: "Apply to the court for confirmation, all parties together",
    zh: "共同申请司法确认",
  }),
  docketConfirmation: described(bare.docketConfirmation, {
    en: "The court takes the application up",
    zh: "法院受理司法确认",
  }),
  extendConfirmation: described(bare.extendConfirmation, {
    en: "The court takes more time to decide, once",
    zh: "法院延长司法确认审查期限",
  }),
  grantConfirmation: described(bare.grantConfirmation, {
    en: "The court confirms the agreement",
    zh: "法院裁定协议有效",
  }),
  refuseConfirmation: described(bare.refuseConfirmation, { en: "The court refuses to confirm", zh: "法院裁定驳回" }),
  startPerformance: described(bare.startPerformance, { en: "Begin performance of the agreement", zh: "开始履行" }),
  recordInstalment: described(bare.recordInstalment, { en: "Record an instalment with its proof", zh: "登记分期履行" }),
  recordVisit: described(bare.recordVisit, { en: "Record a follow-up visit", zh: "登记回访" }),
  completePerformance: described(bare.completePerformance, {
    en: "Prove performance and close the case",
    zh: "履行完毕并结案",
  }),
  recordDefault: described(bare.recordDefault, {
    en: "Close a case whose agreement was not performed",
    zh: "登记未履行并结案",
  }),
  fail: described(bare.fail, { en: "Close a case whose mediation failed", zh: "调解不成并结案" }),
  withdraw: described(bare.withdraw, { en: "Close a case whose applicant withdrew", zh: "撤回申请并结案" }),
  recall: described(bare.recall, { en: "Recall your referral", zh: "撤回移送" }),
  acknowledgeRecall: described(bare.acknowledgeRecall, {
    en: "Confirm that a recalled case is put down",
    zh: "确认撤回",
  }),
  sendOn: described(bare.sendOn, { en: "Send a failed case on to court, arbitration or police", zh: "引导转送" }),
  extendOwnPeriod: described(bare.extendOwnPeriod, {
    en: "Note that your house has extended its own period, once",
    zh: "登记本机关延长自身期限",
  }),
  acknowledgeResult: described(bare.acknowledgeResult, {
    en: "Sign for the result, which closes the loop",
    zh: "反馈签收",
  }),
  archive: described(bare.archive, { en: "Archive a complete file", zh: "归档" }),
  reopen: described(bare.reopen, { en: "Reopen an ended case", zh: "重新受理" }),
  merge: described(bare.merge, { en: "Merge a case into another on the same dispute", zh: "并案" }),
  unmerge: described(bare.unmerge, { en: "Take a merge back", zh: "撤销并案" }),
} satisfies Record<keyof typeof bare, DescribedRoute>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

export type OperationAnswer<Op extends OperationId> = RouteAnswer<Routes[Op]>;
