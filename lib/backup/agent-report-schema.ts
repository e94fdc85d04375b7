export { agentReportSchema } from "@/cli/contract/backup";
