/** Posts its input to the machine's control address, for tools written in shell where there is no curl. */
import { text } from "node:stream/consumers";

const response = await fetch(`${process.env.SANDBOX_MACHINE_CONTROL}/${process.argv[2]}`, {
  method: "POST",
  body: await text(process.stdin),
});
process.stdout.write(await response.text());
