import { bundleFigures } from "./bundles.ts";
import { demoFigures } from "./demo.ts";
import { firstCallFigures } from "./first-calls.ts";
import { tell } from "./tell.ts";
import { wholeCaseFigures } from "./whole-case.ts";
tell([...(await wholeCaseFigures()), ...(await bundleFigures()), ...(await demoFigures()), ...(await firstCallFigures())], false);
