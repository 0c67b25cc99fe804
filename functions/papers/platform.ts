import type { CaseFiles } from "../../shared/aws/case-files.ts";
import type { Scan } from "../../shared/aws/virus-scanner.ts";
import type { Fonts } from "../../shared/papers/fonts.ts";
import type { TellBinder } from "../../shared/runtime/ask-binding.ts";
import type { Ports } from "../../shared/runtime/ports.ts";
import type { SigningProvider } from "../../shared/runtime/sign-papers.ts";
import type { Platform as Served } from "../http/call.ts";
import { operationsOn } from "../http/operation.ts";

/** What the making of papers needs of the world. */
export type Platform = Served &
  Pick<Ports, "sealer" | "newId"> & {
    caseFiles: CaseFiles;
    fonts: () => Fonts;
    scan: Scan | undefined;
    tellBinder: TellBinder;
    signing: SigningProvider | undefined;
  };

export const operation = operationsOn<Platform>();
