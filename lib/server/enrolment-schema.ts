/** The contract's own schema, under a name that the API's edge may import. */
export { enrolmentSchema } from "@/cli/contract/server";
