import pg from "pg";
import type { World } from "./world";

/** SQL on the database of a server's machine, as its owner's own client would. */
export async function machineSql<T extends pg.QueryResultRow>(
  world: World,
  serverId: string,
  text: string,
): Promise<T[]> {
  const machine = (await world.sandbox.machines()).find((one) => one.name.endsWith(serverId.slice(4)));
  if (!machine?.postgresUrl) throw new Error(`there is no machine with a database for ${serverId}`);
  const client = new pg.Client({ connectionString: machine.postgresUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}
