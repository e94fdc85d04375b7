/** What a server's certificate must name. */
export const certificateNames = (domain: string) => [domain, `*.${domain}`];
