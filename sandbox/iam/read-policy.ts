import { z } from "zod";
import type { Grant } from "@/sandbox/storage/access-keys";
import { malformedPolicy } from "./iam-error";
import { policyActions } from "./policy-actions";

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const values = z.union([
  z.union([z.string(), z.boolean()]).transform((one) => [String(one)]),
  z.array(z.union([z.string(), z.boolean()]).transform(String)).min(1),
]);
const statementSchema = z.strictObject({
  Sid: z
    .string()
    .regex(/^[A-Za-z0-9]*$/)
    .optional(),
  Effect: z.literal("Allow"),
  Action: texts,
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), values)).default({}),
});
type Statement = z.output<typeof statementSchema>;
const policySchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema.transform((one) => [one]), z.array(statementSchema).min(1)]),
});

/**
 * Translates a policy into grants. What a grant cannot say is refused rather than read as more or less than it says.
 * @throws IamError MalformedPolicyDocument
 */
export function readPolicy(document: string): Grant[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformedPolicy("Syntax errors in policy.");
  }
  const policy = policySchema.safeParse(parsed);
  if (!policy.success) {
    throw malformedPolicy(
      `The sandbox reads policies of Allow statements with Action, Resource and Condition only. ${z.prettifyError(policy.error)}`,
    );
  }
  return policy.data.Statement.flatMap(grantsOf);
}

function grantsOf(statement: Statement): Grant[] {
  const actions = statement.Action.map((name) => name.toLowerCase());
  const resources = statement.Resource.map(readResource);
  const { onlyNew, prefixes } = readConditions(statement.Condition);
  const used = new Set<Resource>();
  const grants = actions.flatMap((name, index) => {
    const shape = policyActions[name];
    const given = statement.Action[index];
    if (!shape) throw malformedPolicy(`The sandbox cannot grant ${given}: name its actions one by one.`);
    if (shape.with && !actions.includes(shape.with)) {
      throw malformedPolicy(`The sandbox grants ${given} only beside ${shape.with} in one statement.`);
    }
    if (onlyNew && name !== "s3:putobject") {
      throw malformedPolicy(
        `${given} knows no condition key s3:if-none-match: give it a statement of its own.`,
      );
    }
    if (
      prefixes !== null &&
      !["s3:listbucket", "s3:listbucketversions", "s3:listbucketmultipartuploads"].includes(name)
    ) {
      throw malformedPolicy(`${given} knows no condition key s3:prefix: give it a statement of its own.`);
    }
    const fitting = resources.filter(({ on }) => on === shape.on);
    if (fitting.length === 0) {
      throw malformedPolicy(
        `${given} needs a Resource that names ${shape.on === "bucket" ? "a bucket" : "objects"}.`,
      );
    }
    for (const one of fitting) used.add(one);
    if (shape.permissions.length === 0) return [];
    return fitting.flatMap(({ bucket, prefix }) =>
      (prefixes ?? [prefix]).map((below) => ({
        bucket,
        prefix: below,
        allow: onlyNew ? ["create" as const] : [...shape.permissions],
      })),
    );
  });
  const idle = statement.Resource[resources.findIndex((one) => !used.has(one))];
  if (idle !== undefined)
    throw malformedPolicy(`No Action of the statement applies to the Resource ${idle}.`);
  return grants;
}

interface Resource {
  on: "bucket" | "object";
  bucket: string;
  prefix: string;
}

function readResource(arn: string): Resource {
  const [whole, bucket = "", key] = /^arn:aws:s3:::([a-z0-9][a-z0-9.-]+)(?:\/(.+))?$/.exec(arn) ?? [];
  if (whole === undefined) throw malformedPolicy(`Resource ${arn} must name one bucket, or objects in one.`);
  if (key === undefined) return { on: "bucket", bucket, prefix: "" };
  return { on: "object", bucket, prefix: readPattern(key, `Resource ${arn}`) };
}

/** `prefix*` alone can be said by a grant. */
function readPattern(pattern: string, where: string): string {
  if (!/^[^*?]*\*$/.test(pattern) || pattern.includes("${")) {
    throw malformedPolicy(
      `${where}: the sandbox knows patterns that end in their only * and have no variables.`,
    );
  }
  return pattern.slice(0, -1);
}

/** The two conditions that a grant can express; any other would be lost. */
function readConditions(conditions: Statement["Condition"]): { onlyNew: boolean; prefixes: string[] | null } {
  let onlyNew = false;
  let prefixes: string[] | null = null;
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, given] of Object.entries(keys)) {
      const name = `${operator} ${key}`.toLowerCase();
      if (name === "null s3:if-none-match" && given.length === 1 && given[0] === "false") onlyNew = true;
      else if (name === "stringlike s3:prefix") prefixes = readPrefixes(given);
      else
        throw malformedPolicy(
          `The sandbox cannot express the condition ${operator} ${key} = ${given.join(", ")}.`,
        );
    }
  }
  return { onlyNew, prefixes };
}

/** Without its *, a value allows one prefix only; that is no more than a pattern beside it that covers it. */
function readPrefixes(given: string[]): string[] {
  const patterns = given.filter((one) => one.endsWith("*"));
  const prefixes = patterns.map((one) => readPattern(one, `s3:prefix ${one}`));
  const lonely = given.find(
    (one) => !one.endsWith("*") && !prefixes.some((prefix) => one.startsWith(prefix)),
  );
  if (lonely !== undefined) readPattern(lonely, `s3:prefix ${lonely}`);
  return prefixes;
}
