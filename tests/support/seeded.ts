import { configureGlobal } from "fast-check";

// The same walks in every run, so that a red run is red again; FAST_CHECK_SEED=… tries others.
configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? 4711) });
