import * as z from "zod";

/** Reads a function's environment once, at cold start. Throws with every missing or wrong variable named. */
export function readConfig<Shape extends z.ZodRawShape>(shape: Shape): z.output<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (!parsed.success) throw new Error(`environment: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export const text = z.string().min(1);

/** By which a function knows whether the region's standard queues take groups; they do unless it is told otherwise. */
export const fairnessVariables = { FAIR_QUEUES: z.enum(["true", "false"]).default("true") };
