import type { FC } from "hono/jsx";
import { administration } from "../administration-texts.ts";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** A secret that was just made, which is shown this once; or the public key of one that stays here. */
export const NewSecret: FC<{ visit: Visit; url: string; secret: string }> = ({ visit, url, secret }) => (
  <div class="notice done" role="status">
    <label for="secret">
      {say(visit, secret.startsWith("whpk_") ? administration.keyShown : administration.secretShown)}
    </label>
    <input id="secret" class="code" readonly value={secret} />
    <p class="dim">{url}</p>
  </div>
);
