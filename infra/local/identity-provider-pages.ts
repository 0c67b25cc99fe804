import type { LocalPerson } from "./identity-provider.ts";

// The pages of the local provider. No other host is asked for anything.

/** One button for each person. */
export const choosePerson = (uid: string, people: readonly LocalPerson[]): string =>
  page(
    "选择登录人员 · Who are you?",
    `<p>本地演示环境：选择一人即可登录，无需密码。<br>Local demonstration: choose somebody; there is no password.</p>
    <form method="post" action="/interaction/${escaped(uid)}">${people
      .map(
        ({ subject, name, place }) =>
          `<button name="subject" value="${escaped(subject)}"><b>${escaped(name)}</b> ${escaped(place)}</button>`,
      )
      .join("")}</form>`,
  );

/** The provider's own form of sign-out, with a button for it. */
export const askWhetherToLeave = (form: string): string =>
  page(
    "退出登录 · Sign out",
    `${form}<button form="op.logoutForm" name="logout" value="yes">退出统一身份认证 · Sign out everywhere</button>`,
  );

export const sayThatItFailed = (reason: string): string =>
  page("登录未成功 · Sign-in failed", `<p>${escaped(reason)}</p>`);

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>
body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:2rem auto;max-width:36rem;padding:0 1rem;color:#1a2130}
button{display:block;width:100%;margin:.5rem 0;padding:.75rem 1rem;font:inherit;text-align:left;border:1px solid #7c8797;border-radius:6px;background:#fff;color:inherit}
button:hover,button:focus{border-color:#0b4a99;background:#f2f6fb}
</style><h1>${title}</h1>${content}</html>`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
