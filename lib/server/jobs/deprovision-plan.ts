/** The steps of a deletion. Known apart from what they do, since servers are deleted from nouns below and above. */
export const deprovisionPlan = {
  name: "deprovision",
  exclusive: true,
  steps: {
    removing_dns: { title: "Removing DNS records", expectedSeconds: 3, deadlineSeconds: 600 },
    keeping_backup: { title: "Keeping a last backup", expectedSeconds: 3, deadlineSeconds: 600 },
    deleting_server: { title: "Deleting the server", expectedSeconds: 10, deadlineSeconds: 1800 },
    releasing_access: { title: "Releasing keys and names", expectedSeconds: 3, deadlineSeconds: 600 },
  },
} as const;
