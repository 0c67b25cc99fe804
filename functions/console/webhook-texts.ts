import type { Label } from "../../shared/domain/codes.ts";

/** What the pages say of sending again, and of the addresses of a county. */
export const webhookTexts = {
  countyWebhooks: { zh: "辖区推送地址", en: "Webhooks of the county" },
  countyWebhooksEntryText: { zh: "各机构推送地址是否正常，必要时暂停", en: "Whether they work, and holding one" },
  countyWebhooksText: {
    zh: "只显示地址的域名。暂停后不再推送，未推送的保留，恢复后由该机构重推。",
    en: "Of an address its host alone is shown. One that is held is not called; what is not sent is kept, and its owner sends it again after the release.",
  },
  noCountyWebhooks: { zh: "本页没有推送地址。", en: "No address on this page." },
  holdWebhook: { zh: "暂停推送", en: "Hold" },
  releaseWebhook: { zh: "解除暂停", en: "Release" },
  replayWebhook: { zh: "重推未送达的", en: "Send again what was given up" },
  replayWebhookText: {
    zh: "重新推送所选日期内发生、已停止重试的推送，编号不变，带重推标记。",
    en: "Sends what happened on those days and was given up, under the same ids and marked as sent again.",
  },
  replayFrom: { zh: "从（日期）", en: "From (day)" },
  replayTo: { zh: "到（日期）", en: "To (day)" },
  replayedCount: { zh: "已安排重推", en: "Sent again" },
  replayedMore: { zh: "，还有更多，请再次重推。", en: "; there are more, ask again." },
  replayedNone: {
    zh: "所选日期内发生的事项，没有已停止重试的推送。失败后约三日内仍在自动重试的不在此列。",
    en: "Nothing that happened on those days was given up. Calls that failed within some three days are still being tried.",
  },
  replayOne: { zh: "重推", en: "Send again" },
  stillTried: {
    zh: "这一项仍在自动重试，或已超过 30 日，没有重推。",
    en: "Nothing was sent again: this is still being tried, or is older than 30 days.",
  },
  notReached: { zh: "接收方没有接通", en: "The receiver could not be reached" },
  noAnswerInTime: { zh: "接收方没有及时答复", en: "No answer in time" },
  notConnected: { zh: "连接中断", en: "The connection broke off" },
  badCertificate: { zh: "接收方的证书无效", en: "The receiver's certificate is not valid" },
  replayDays: { zh: "请填写起止日期，截止不早于起始。", en: "Say both days, the last not before the first." },
  headersStay: {
    zh: "已设置的请求头不显示内容。不填写则保持不变；填写后整组替换。接收地址改为其他域名、端口或协议的，须重新填写或者取消，原有的不会发往新地址。",
    en: "The values of headers are not shown. Left empty they stay; what is typed takes the place of all of them. They do not go to an address at another host, port or scheme: type them again for it, or take them away.",
  },
  dropHeaders: { zh: "取消全部请求头", en: "Take all headers away" },
  eitherHeaders: {
    zh: "请填写新的请求头，或选择取消，不能同时。",
    en: "Type new headers or take them away, not both.",
  },
  allAttempts: { zh: "全部", en: "All" },
  failedAttempts: { zh: "仅失败", en: "Failed only" },
} as const satisfies Record<string, Label>;
