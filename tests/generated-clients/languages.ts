import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "../../shared/contracts/routes.ts";
import { need } from "./run.ts";

const here = import.meta.dirname;

/** A language in which a client is generated: by which settings of the generator, how it is compiled, and what then runs. */
type Language = {
  generator: string;
  /** What of the client is generated. */
  parts: string;
  settings: readonly string[];
  /** Makes the client and the driver beside it ready to run; unpatched. */
  compile: (folder: string) => Promise<void>;
  command: (folder: string) => { command: string[]; cwd: string };
};

/** What the generated client and the driver ask of Python. */
const pythonPackages = [
  "pyjwt==2.15.1",
  "cryptography==50.0.2",
  "pydantic==2.14.4",
  "python-dateutil==4.0.0",
  "typing-extensions==4.16.0",
  "urllib3==2.8.0",
];
/** In Python whatever is described as a webhook becomes code that does not compile; so the parts that it calls are named. */
const groups = [...new Set(Object.values(routes).map(({ tag }) => tag))].join(":");
const whole = "apis,models,supportingFiles";
const classes = "target/classes:target/dependency/*";

export const languages: Readonly<Record<string, Language>> = {
  Java: {
    generator: "java",
    parts: whole,
    settings: ["--library", "native"],
    async compile(folder) {
      await need("mvn", ["-q", "-B", "compile", "dependency:copy-dependencies", "-DincludeScope=runtime"], folder);
      await need("javac", ["-cp", classes, "-d", "target/classes", join(here, "Drive.java")], folder);
    },
    command: (folder) => ({ command: ["java", "-cp", classes, "Drive"], cwd: folder }),
  },
  Python: {
    generator: "python",
    parts: `apis=${groups},models,supportingFiles`,
    settings: ["--additional-properties", "packageName=accord_client"],
    async compile(folder) {
      const python = join(folder, "../python-environment");
      if (!existsSync(python)) await need("python3", ["-m", "venv", python], folder);
      const packages = ["--quiet", "--disable-pip-version-check", ...pythonPackages];
      await need(join(python, "bin/pip"), ["install", ...packages], folder);
      await need(join(python, "bin/python"), ["-m", "compileall", "-q", "accord_client"], folder);
      cpSync(join(here, "drive.py"), join(folder, "drive.py"));
    },
    command: (folder) => ({ command: [join(folder, "../python-environment/bin/python"), "drive.py"], cwd: folder }),
  },
  Go: {
    generator: "go",
    parts: whole,
    settings: [
      ...["--git-host", "accord.example", "--git-user-id", "generated", "--git-repo-id", "client"],
      "--additional-properties",
      "packageName=accord,enumUnknownDefaultCase=true,useOneOfDiscriminatorLookup=true,disallowAdditionalPropertiesIfNotPresent=false",
    ],
    async compile(folder) {
      const driver = join(folder, "../go-driver");
      mkdirSync(driver, { recursive: true });
      cpSync(join(here, "drive.go"), join(driver, "main.go"));
      const module = "accord.example/generated/client";
      writeFileSync(
        join(driver, "go.mod"),
        `module driver\n\ngo 1.23\n\nrequire ${module} v0.0.0\n\nreplace ${module} => ${folder}\n`,
      );
      await need("go", ["build", "-o", "drive", "."], driver);
    },
    command: (folder) => ({ command: [join(folder, "../go-driver/drive")], cwd: folder }),
  },
};
