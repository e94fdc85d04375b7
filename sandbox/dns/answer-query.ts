import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  type Packet,
  type SoaAnswer,
} from "dns-packet";
import { lookUp } from "./lookup";
import { toAnswer } from "./to-answer";
import type { Zone } from "./zone";

export const responseCodes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
} as const;
export type ResponseCode = keyof typeof responseCodes;

const recursionAvailable = 1 << 7;

/** RFC 2308: how long "no such name" may be remembered. Short, because our names come and go quickly. */
const negativeTtlSeconds = 5;

/** The response to one decoded query. Names outside the zone are refused, but for `localhost` (RFC 6761 6.3). */
export function answerQuery(zone: Zone, query: DecodedPacket, view: "current" | "stale"): Packet {
  const question = query.questions?.[0];
  if (!question || query.questions?.length !== 1) return respond(query, "FORMERR");
  const name = question.name.toLowerCase().replace(/\.$/, "");
  const inZone = name === zone.domain || name.endsWith(`.${zone.domain}`);
  if (!inZone)
    return isLocalhost(name)
      ? respondLocalhost(query, question.name, question.type)
      : respond(query, "REFUSED");
  if (name === zone.domain && question.type === "SOA")
    return respond(query, "NOERROR", [startOfAuthority(zone, question.name)]);

  const found = lookUp(zone.domain, zone.records(view), name, question.type);
  const answers = found.records.flatMap((record) => {
    // The name comes back as it was written: resolvers check its letter case against forgery.
    const answer = toAnswer(record.name === name ? { ...record, name: question.name } : record);
    return answer ? [answer] : [];
  });
  const authorities = answers.length === 0 ? [startOfAuthority(zone, zone.domain)] : [];
  return respond(query, found.outcome === "no_such_name" ? "NXDOMAIN" : "NOERROR", answers, authorities);
}

/** An answer with a response code and nothing else unless given. */
export function respond(
  query: DecodedPacket,
  code: ResponseCode,
  answers: Answer[] = [],
  authorities: Answer[] = [],
): Packet {
  const authoritative = code === "REFUSED" ? 0 : AUTHORITATIVE_ANSWER;
  const asksRecursion = query.flag_rd ? 1 << 8 : 0;
  const edns = query.additionals?.find((record) => record.type === "OPT");
  return {
    id: query.id,
    type: "response",
    flags: authoritative | asksRecursion | recursionAvailable | responseCodes[code],
    questions: query.questions ?? [],
    answers,
    authorities,
    additionals: edns ? [ednsAnswer] : [],
  };
}

const ednsAnswer: Answer = {
  type: "OPT",
  name: ".",
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function startOfAuthority(zone: Zone, name: string): SoaAnswer {
  return {
    type: "SOA",
    name,
    ttl: negativeTtlSeconds,
    class: "IN",
    data: {
      mname: `ns1.${zone.domain}`,
      rname: `hostmaster.${zone.domain}`,
      serial: zone.serial,
      refresh: 10_000,
      retry: 2_400,
      expire: 604_800,
      minimum: negativeTtlSeconds,
    },
  };
}

function isLocalhost(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}

function respondLocalhost(query: DecodedPacket, name: string, type: string): Packet {
  const common = { name, ttl: 60, class: "IN" as const };
  if (type === "A") return respond(query, "NOERROR", [{ ...common, type: "A", data: "127.0.0.1" }]);
  return respond(query, "NOERROR");
}
