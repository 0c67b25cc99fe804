import * as z from "zod";
import { once } from "../domain/once.ts";

type Text = { en: string; zh: string };
type Problem = { status: number; title: Text; action: Text };

const problem = (status: number, title: Text, action: Text): Problem => ({ status, title, action });

/** Every error of the API: its stable code, HTTP status, what it means and what the caller should do. */
export const problems = {
  "invalid-json": problem(
    400,
    { en: "The body is not valid JSON", zh: "请求体不是有效的 JSON" },
    { en: "Send one JSON object in UTF-8.", zh: "请以 UTF-8 编码发送一个 JSON 对象。" },
  ),
  "invalid-parameters": problem(
    400,
    { en: "A path, query or header value is wrong", zh: "路径、查询或请求头参数有误" },
    { en: "Correct the values named in errors.", zh: "请更正 errors 中列出的参数。" },
  ),
  "invalid-cursor": problem(
    400,
    { en: "The cursor is not one of this list", zh: "游标与本次查询的列表不符" },
    {
      en: "Send back a cursor as it was given, with the same filters, or begin without one.",
      zh: "请原样带回上一页给出的游标，筛选条件不变；或者不带游标，从头查询。",
    },
  ),
  "token-missing": problem(
    401,
    { en: "No bearer token", zh: "缺少令牌" },
    {
      en: "Send Authorization: Bearer with a token signed by your own key.",
      zh: "请在 Authorization: Bearer 中携带用本机构私钥签名的令牌。",
    },
  ),
  "token-malformed": problem(
    401,
    { en: "The token cannot be read", zh: "令牌无法解析" },
    {
      en: "Sign a JWT with ES256, EdDSA, PS256 or RS256 and name its key in kid.",
      zh: "请用 ES256、EdDSA、PS256 或 RS256 签名 JWT，并在 kid 中标明密钥。",
    },
  ),
  "token-claims": problem(
    401,
    { en: "The token's claims are not acceptable", zh: "令牌声明不符合要求" },
    {
      en: "Set iss and sub to your organisation id, iat to now and exp at most 300 seconds later.",
      zh: "iss 与 sub 均应为本机构标识，iat 为当前时间，exp 不晚于其后 300 秒。",
    },
  ),
  "token-expired": problem(
    401,
    { en: "The token has expired", zh: "令牌已过期" },
    { en: "Sign a new token; check this machine's clock.", zh: "请重新签发令牌，并检查本机时钟。" },
  ),
  "token-future": problem(
    401,
    { en: "The token is not valid yet", zh: "令牌尚未生效" },
    { en: "Check this machine's clock and sign again.", zh: "请检查本机时钟后重新签发。" },
  ),
  "token-audience": problem(
    401,
    { en: "The token is meant for another platform", zh: "令牌的接收方不是本平台" },
    { en: "Set aud to this platform's audience.", zh: "请将 aud 设为本平台标识。" },
  ),
  "token-unknown-key": problem(
    401,
    { en: "The signing key is not registered", zh: "签名密钥未登记" },
    {
      en: "Ask the coordinator to register the public key, or sign with a registered one.",
      zh: "请联系司法局登记公钥，或改用已登记的密钥签名。",
    },
  ),
  "token-signature": problem(
    401,
    { en: "The token's signature does not match its key", zh: "令牌签名与密钥不符" },
    { en: "Sign with the private key that belongs to kid.", zh: "请使用 kid 对应的私钥签名。" },
  ),
  "session-over": problem(
    401,
    { en: "Nobody is signed in any more", zh: "登录已失效" },
    { en: "Sign in again.", zh: "请重新登录。" },
  ),
  "seat-required": problem(
    403,
    { en: "No organisation is chosen to act for", zh: "尚未选择所代表的机构" },
    { en: "Choose one of your seats, or take up an invitation.", zh: "请选择所代表的机构，或使用邀请码。" },
  ),
  "duty-required": problem(
    403,
    { en: "Your duty does not allow this", zh: "您的职责无权办理此项" },
    { en: "Ask somebody of your organisation who may, or its lead.", zh: "请联系本机构有权限的人员或负责人。" },
  ),
  "organisation-suspended": problem(
    403,
    { en: "Your organisation is suspended", zh: "本机构已被暂停" },
    {
      en: "It can read its cases and do nothing on them. Ask the coordinator of the county.",
      zh: "暂停期间可以查阅案件，不能办理。请联系所在地的协调机构。",
    },
  ),
  "sign-in-failed": problem(
    400,
    { en: "The sign-in did not succeed", zh: "登录未成功" },
    { en: "Begin again.", zh: "请重新登录。" },
  ),
  "no-issuer": problem(
    404,
    { en: "Nobody can sign in here: no identity provider is set up", zh: "本平台未配置统一身份认证，无法登录" },
    { en: "Use the key of your organisation, or ask the operator.", zh: "请使用本机构密钥，或联系平台运维人员。" },
  ),
  "issuer-unavailable": problem(
    503,
    { en: "The identity provider does not answer", zh: "统一身份认证暂时无法访问" },
    { en: "Try again in a few minutes.", zh: "请几分钟后重试。" },
  ),
  "invitation-unknown": problem(
    422,
    { en: "This invitation cannot be taken up", zh: "邀请码无效" },
    {
      en: "Check the code, or ask your organisation for a new one: it serves once, for 72 hours.",
      zh: "请核对邀请码，或向本机构索取新的邀请码（一次有效，72 小时内使用）。",
    },
  ),
  "code-takes-two": problem(
    409,
    { en: "One person gave this code, and by now it takes two", zh: "该码由一人发出，现须两人办理" },
    {
      en: "Ask who gave it for a new one, which another person approves. This one serves again where one person suffices again.",
      zh: "请向发码机构索取新码（须由另一名人员复核）。情况恢复为一人即可办理时，原码仍可使用。",
    },
  ),
  "code-giver-gone": problem(
    409,
    { en: "The person who gave this code may not give it any more", zh: "发码人已无权发出该码" },
    { en: "Ask the organisation that gave it for a new one.", zh: "请向发码机构索取新码。" },
  ),
  "seat-held": problem(
    409,
    { en: "You have a seat at this organisation already", zh: "您已在该机构任职" },
    {
      en: "A lead of the organisation changes what you do there. The code still serves whom it was meant for.",
      zh: "如需变更职责，请由该机构负责人办理。邀请码仍可由受邀人使用。",
    },
  ),
  "last-lead": problem(
    409,
    { en: "The coordinator would be left without a lead", zh: "协调机构至少保留一名负责人" },
    { en: "Make somebody else a lead first.", zh: "请先指定另一名负责人。" },
  ),
  "last-key": problem(
    409,
    { en: "The coordinator would be left without a key", zh: "协调机构至少保留一个密钥" },
    { en: "Register its successor first, then revoke this one.", zh: "请先登记新的密钥，再吊销此密钥。" },
  ),
  "too-many-keys": problem(
    409,
    { en: "There are as many keys as an organisation may have", zh: "密钥数量已达上限" },
    { en: "Revoke a key that is no longer used, then register again.", zh: "请先吊销不再使用的密钥，再行登记。" },
  ),
  "too-many-requests": problem(
    429,
    { en: "Your organisation has used up what it may in this time", zh: "本机构的用量已达本时段上限" },
    {
      en: "Nothing was done. Try again after Retry-After seconds; RateLimit says on every answer how much is left.",
      zh: "本次请求未办理。请在 Retry-After 秒后重试；每次应答的 RateLimit 响应头标明剩余次数。",
    },
  ),
  "not-allowed": problem(
    403,
    { en: "Your organisation's role may not do this", zh: "本机构的角色无权执行此操作" },
    {
      en: "See which roles may call this operation in the API description.",
      zh: "请查阅接口说明中允许调用此操作的角色。",
    },
  ),
  "not-found": problem(
    404,
    { en: "Nothing of yours is here", zh: "未找到属于贵机构的内容" },
    { en: "Check the identifier.", zh: "请核对标识。" },
  ),
  "unknown-route": problem(
    404,
    { en: "There is no such address", zh: "接口地址不存在" },
    { en: "See /openapi.json for the addresses there are.", zh: "请查阅 /openapi.json 中的接口地址。" },
  ),
  "wrong-method": problem(
    405,
    { en: "This address does not take that method", zh: "该地址不支持此方法" },
    { en: "Use a method named in the Allow header.", zh: "请使用 Allow 响应头列出的方法。" },
  ),
  "source-number-conflict": problem(
    409,
    { en: "This source number was already sent with other content", zh: "该来源编号已用于内容不同的移送" },
    {
      en: "Send the same content to get the same case, or use the new matter's own number.",
      zh: "内容相同将返回同一案件；新的事项请使用其自身编号。",
    },
  ),
  "illegal-transition": problem(
    409,
    { en: "The case's state does not allow this", zh: "案件当前状态不允许此操作" },
    { en: "Read the case; possible lists what can be done now.", zh: "请查询案件；possible 列出当前可执行的操作。" },
  ),
  "refused-before": problem(
    409,
    { en: "That body already declined this case or kept silent", zh: "该机构此前不予接受或逾期未确认此案" },
    { en: "Assign another body.", zh: "请分派给其他机构。" },
  ),
  "body-unfit": problem(
    409,
    { en: "That body cannot take the case now", zh: "该机构目前不宜承办此案" },
    {
      en: "See obstacle: suspended, term over, full, or a mediator is a party. Pick another; the coordinator may override all but a suspension.",
      zh: "原因见 obstacle：已停用、任期届满、已满负荷或调解员为当事人。请另选机构；除已停用外，司法局可用 override 指定。",
    },
  ),
  "eligibility-open": problem(
    409,
    { en: "Whether this may be mediated is yet to be decided", zh: "该案可否调解尚待认定" },
    {
      en: "See grounds. Repeat once the coordinator has allowed mediation.",
      zh: "事由见 grounds。请待司法局准予继续调解后再操作；不予受理的，案件即告终结。",
    },
  ),
  "moved-on": problem(
    409,
    { en: "This case has moved on from your organisation", zh: "该案已转由其他机构办理" },
    { en: "Nothing is left for you to do on it; its history says why.", zh: "贵机构无需再办理；原因见案件经过。" },
  ),
  "texts-erased": problem(
    409,
    { en: "The parties and texts of this case have been erased", zh: "该案的当事人信息和文字内容已删除" },
    {
      en: "Nothing was done, and nothing more can be written on it in words. A step without words can still be taken.",
      zh: "本次未办理，该案不能再填写文字说明；无需填写文字的操作仍可办理。",
    },
  ),
  "case-erased": problem(
    410,
    {
      en: "The parties, texts and papers of this case were erased",
      zh: "该案保管期限已满，当事人信息、文字内容和材料已销毁",
    },
    {
      en: "Its time of keeping was over: see erasure. Its number, states and figures stay; nothing more can be done on it.",
      zh: "依据见 erasure。案件编号、办理状态和统计数据保留；该案不能再办理任何操作。",
    },
  ),
  "not-erasable": problem(
    409,
    { en: "This case may not be erased yet", zh: "该案尚不能销毁" },
    {
      en: "See reason: it is kept until keptUntil, or something of it is still open. Nothing was erased.",
      zh: "原因见 reason：保管期限至 keptUntil，或者尚有未办结事项。未作任何销毁。",
    },
  ),
  "already-done-otherwise": problem(
    409,
    { en: "This was done already, with other content", zh: "该操作已办理，且内容不同" },
    {
      en: "Nothing was changed. Compare stands, which is what holds now; a correction is a step of its own.",
      zh: "未作任何改动。请核对 stands 中现行的内容；如需更正，请使用相应的更正操作。",
    },
  ),
  "joined-case": problem(
    409,
    { en: "This case was merged into another", zh: "该案已并入他案" },
    { en: "Part it from the case named in mergedInto first.", zh: "请先从 mergedInto 所列案件中拆分。" },
  ),
  "sent-again": problem(
    409,
    { en: "This referral was sent again and goes on in another case", zh: "该移送已用同一编号重新提交，在另案办理" },
    { en: "Go on with the case named in resentAs.", zh: "请在 resentAs 所列案件中继续办理。" },
  ),
  "window-over": problem(
    409,
    { en: "The time for this is over", zh: "期限已过" },
    { en: "Tell the parties which other routes they have.", zh: "请告知当事人其他救济途径。" },
  ),
  "instalments-open": problem(
    409,
    { en: "Not all instalments are paid", zh: "尚有分期未履行" },
    {
      en: "Record the payment of each instalment named in unpaid, or a default.",
      zh: "请逐笔登记 unpaid 所列分期的履行情况，或登记未履行。",
    },
  ),
  "suspended-too-often": problem(
    409,
    { en: "The case has been suspended as often as it may", zh: "该案中止次数已达上限" },
    {
      en: "Go on, or end it as failed; the coordinator can set how often your organisation may suspend a case.",
      zh: "请继续调解或按调解不成办结；上限可由协调机构调整。",
    },
  ),
  "too-many-documents": problem(
    409,
    { en: "There are as many papers in the file as there may be", zh: "卷内材料件数已达上限" },
    {
      en: "Put several into one PDF; the coordinator can set how many your organisation may add.",
      zh: "请将多份材料合并为一个 PDF 上传；上限可由协调机构调整。",
    },
  ),
  "documents-missing": problem(
    409,
    { en: "The file is not complete", zh: "卷宗材料不齐" },
    { en: "Add the documents named in missing, then archive again.", zh: "请补齐 missing 中列出的材料后再归档。" },
  ),
  "too-many-endpoints": problem(
    409,
    { en: "There are as many webhook endpoints as an organisation may have", zh: "推送地址数量已达上限" },
    {
      en: "Remove an endpoint that is no longer used, then register again.",
      zh: "请先删除不再使用的推送地址，再行登记。",
    },
  ),
  "endpoint-exists": problem(
    409,
    { en: "There is an endpoint with this address and filter", zh: "相同地址、相同推送范围的推送地址已存在" },
    {
      en: "It is named in `endpointId`. Rotate its secret if you do not have it, or register another address or filter.",
      zh: "已有的推送地址见 `endpointId`。密钥遗失的，请更换密钥；否则请改用其他地址或推送范围。",
    },
  ),
  "endpoint-stopped": problem(
    409,
    { en: "This endpoint is not called now", zh: "该推送地址目前已停止推送" },
    {
      en: "It is paused, was switched off, is held by the coordinator, or its organisation is suspended or without a key.",
      zh: "已暂停、已停用、被协调机构暂停，或者本机构已被暂停、已无密钥。",
    },
  ),
  "rotated-too-often": problem(
    409,
    { en: "As many earlier secrets still sign as may", zh: "仍在有效期内的旧密钥数量已达上限" },
    {
      en: "Wait until the first of them signs no more (`until`), then rotate again.",
      zh: "请待最早的旧密钥失效（`until`）后再更换。",
    },
  ),
  "document-not-uploaded": problem(
    409,
    { en: "The document's bytes are not there yet", zh: "材料尚未上传" },
    {
      en: "PUT the bytes to uploadUrl with the headers given, then complete again.",
      zh: "请按给定的请求头将文件上传至 uploadUrl，再次确认。",
    },
  ),
  "file-too-large": problem(
    409,
    { en: "The papers of the file are too large to be bound", zh: "卷内材料总量过大，无法整卷生成" },
    {
      en: "A PDF leaves out recordings, which a ZIP holds; where that is too large too, download the papers one by one.",
      zh: "PDF 整卷不含音视频，体积较小；仍超出上限的，请逐件下载材料。",
    },
  ),
  "document-mismatch": problem(
    409,
    { en: "The bytes of a document are not those that were announced", zh: "材料内容与登记信息不符" },
    {
      en: "Of one that you upload, announce it again with its true type, size and SHA-256. Of one filed before, tell the coordinator.",
      zh: "上传时出现的，请以文件的实际类型、大小和 SHA-256 重新登记并上传；已入卷材料出现的，请联系协调机构核查。",
    },
  ),
  "document-infected": problem(
    409,
    { en: "The scanner found a virus in the document", zh: "材料中检出病毒" },
    {
      en: "It is not in the file and nobody can read it. Clean the computer it comes from, then announce a clean one.",
      zh: "该材料未入卷，任何人无法查阅。请先对来源计算机杀毒，再重新登记并上传无病毒的文件。",
    },
  ),
  "scanner-unavailable": problem(
    503,
    { en: "The document has not been scanned for viruses yet", zh: "材料尚未完成病毒查杀" },
    {
      en: "It is kept and nobody can read it. It is scanned again by itself and filed then; it need not be sent again.",
      zh: "材料已保存，查杀完成前任何人无法查阅。平台会自动重试，查杀无病毒后自动入卷，无需重新上传。",
    },
  ),
  "no-signing-provider": problem(
    409,
    { en: "Nobody signs electronically here", zh: "本平台未接入电子签章服务" },
    { en: "Print the draft, have it signed, and add the scan.", zh: "请打印文书签字盖章后上传扫描件。" },
  ),
  "signing-provider-unavailable": problem(
    503,
    { en: "The provider of electronic signatures did not answer", zh: "电子签章服务未应答" },
    {
      en: "The request is noted. Ask again in five minutes, which tells the provider once more; or withdraw it.",
      zh: "签署申请已登记。请五分钟后重新提交以再次通知，或者撤回。",
    },
  ),
  "signing-ended": problem(
    409,
    { en: "The signing has ended otherwise", zh: "该次签署已结束" },
    { en: "See state; ask for another signing of the draft.", zh: "结果见 state；需要时请重新提交签署。" },
  ),
  "signature-wrong": problem(
    403,
    { en: "The call is not signed by the provider", zh: "请求未经电子签章服务正确签名" },
    {
      en: "Sign webhook-id, webhook-timestamp (now) and the body with the key that the deployment names.",
      zh: "请用部署时登记的密钥对 webhook-id、webhook-timestamp（当前时间）和请求体签名。",
    },
  ),
  "no-claim": problem(
    409,
    { en: "Nothing can be paid for this case", zh: "该案不符合以奖代补条件" },
    {
      en: "See reason; a case that is not archived has to be archived first.",
      zh: "原因见 reason；未归档的案件请先归档。",
    },
  ),
  "illegal-claim-step": problem(
    409,
    { en: "The claim's status does not allow this", zh: "申报当前状态不允许此操作" },
    { en: "See state and possible for what can be done now.", zh: "当前状态见 state，可执行的操作见 possible。" },
  ),
  "second-person-required": problem(
    409,
    { en: "Another person has to approve this", zh: "须由另一名人员复核" },
    {
      en: "Nothing is done yet: it waits for seven days. Another lead of your organisation, signed in or by another key, approves by sending the same. Where reason is changed or asker-gone, what was asked for before counts no more, and your call asks again.",
      zh: "尚未办理，待复核（七天内有效）。由本机构另一名负责人登录后，或用另一密钥，提交相同内容即为复核通过。reason 为 changed（情况已变）或 asker-gone（提交人已无权）的，原提交作废，以本次为新的提交。",
    },
  ),
  "key-code-unknown": problem(
    422,
    { en: "This code registers no key", zh: "登记码无效" },
    {
      en: "Check organisation and code, or ask the coordinator for a new one: it serves once, for seven days.",
      zh: "请核对机构标识和登记码，或向协调机构索取新的登记码（一次有效，7 天内使用）。",
    },
  ),
  "token-used": problem(
    401,
    { en: "The token was for one act, which it was used for", zh: "该一次性令牌已使用" },
    {
      en: "Sign a new token: one with jti serves one command of this kind.",
      zh: "请重新签发令牌：带 jti 的令牌对此类操作只能使用一次。",
    },
  ),
  "other-person-required": problem(
    409,
    { en: "This is for another person to do", zh: "须由另一名人员办理" },
    {
      en: "See reason. Sign in, or name yourself as officer in the token. The reviewer does not approve, the approver does not pay.",
      zh: "原因见 reason。请登录办理，或在令牌的 officer 中写明办理人。审核人不得审批，审批人不得发放。",
    },
  ),
  "month-counted": problem(
    409,
    { en: "Cases of this month were counted here", zh: "本平台已有该月的统计" },
    {
      en: "Nothing was changed. Where the figures are of other cases, send them with beside=true: then both count, and the month is marked.",
      zh: "未作任何改动。如导入的是另外的案件，请以 beside=true 提交：两者相加，并标注该月含导入数据。",
    },
  ),
  "changed-meanwhile": problem(
    409,
    { en: "Somebody changed it since you looked", zh: "您核对之后，他人已作变更" },
    { en: "Nothing was changed. Look again, then decide.", zh: "未作任何改动。请重新核对后再提交。" },
  ),
  "docx-only": problem(
    409,
    {
      en: "The county has its own template of this form, which comes as DOCX",
      zh: "本县自定了该文书的格式，仅生成 DOCX",
    },
    {
      en: "Ask for docx, print it, and add the signed scan as PDF.",
      zh: "请选择 docx，打印签署后将扫描件以 PDF 入卷。",
    },
  ),
  "version-taken": problem(
    409,
    { en: "Another pack was loaded under this version", zh: "该版本号已用于内容不同的规则" },
    {
      en: "A loaded version is never changed: load the new content under a version of its own.",
      zh: "已加载的规则不可更改；请以新的版本号加载新内容。",
    },
  ),
  "lease-lost": problem(
    409,
    { en: "The lease is over or is not yours", zh: "租约已失效或不属于贵机构" },
    { en: "Receive the message again.", zh: "请重新领取消息。" },
  ),
  "lease-too-long": problem(
    409,
    { en: "A message can be leased for twelve hours in all", zh: "消息租约累计不得超过 12 小时" },
    {
      en: "Ask for less, or give the message back with 0 and receive it again.",
      zh: "请缩短时间，或以 0 归还消息后重新领取。",
    },
  ),
  "stale-version": problem(
    412,
    { en: "The case has changed since you read it", zh: "案件在您读取之后已有变化" },
    { en: "Read the case again and repeat with its new ETag.", zh: "请重新读取案件，并使用新的 ETag 再试。" },
  ),
  "body-too-large": problem(
    413,
    { en: "The body is over 256 KB", zh: "请求体超过 256 KB" },
    { en: "Shorten the text; documents are uploaded apart.", zh: "请缩短文字；文书材料另行上传。" },
  ),
  "wrong-content-type": problem(
    415,
    { en: "The body is not declared as JSON", zh: "请求体未声明为 JSON" },
    { en: "Send Content-Type: application/json.", zh: "请使用 Content-Type: application/json。" },
  ),
  "invalid-body": problem(
    422,
    { en: "The body does not fit what this address takes", zh: "请求内容不符合接口要求" },
    { en: "Correct the fields named in errors.", zh: "请更正 errors 中列出的字段。" },
  ),
  "version-required": problem(
    428,
    { en: "If-Match is missing", zh: "缺少 If-Match 请求头" },
    {
      en: "Send If-Match with the case's ETag, or * to act on whatever version there is.",
      zh: "请在 If-Match 中携带案件的 ETag；以 * 表示不限版本。",
    },
  ),
  busy: problem(
    503,
    { en: "The platform is busy", zh: "平台繁忙" },
    {
      en: "Try again after Retry-After seconds; repeating is safe.",
      zh: "请在 Retry-After 秒后重试；重复提交是安全的。",
    },
  ),
  "record-broken": problem(
    500,
    { en: "A record here is not as it was written", zh: "记录校验不符，已停止办理" },
    {
      en: "Nothing was done, and nothing can be done on it until the operator has looked into it: trying again does not help.",
      zh: "本次未办理。平台运维人员查明之前不能继续办理，重试无效；请联系平台运维人员。",
    },
  ),
  internal: problem(
    500,
    { en: "The platform failed", zh: "平台内部错误" },
    { en: "Try again; quote the instance if it stays.", zh: "请重试；如仍失败，请提供 instance 编号。" },
  ),
} satisfies Record<string, Problem>;
export type ProblemCode = keyof typeof problems;

/** The `type` of a problem document, from whatever part of the platform it comes. */
export const problemType = (code: ProblemCode): string => `urn:accord:problem:${code}`;

/** A field that was wrong: a JSON pointer into the body (or the parameter's name), a code and a sentence. */
export const fieldError = once(() => z.object({ path: z.string(), code: z.string(), message: z.string() }));
export type FieldError = z.infer<ReturnType<typeof fieldError>>;

/** RFC 9457 problem document as this API sends it. */
export const problemDocument = once(() =>
  z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().exactOptional(),
    action: z.string(),
    instance: z.string().exactOptional(),
    errors: z.array(fieldError()).exactOptional(),
  }),
);
export type ProblemDocument = z.infer<ReturnType<typeof problemDocument>>;
