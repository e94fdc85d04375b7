import { expect, it } from "vitest";
import { parseUnit, splitCommand } from "./unit-file";

it("reads what a service unit says, with systemd's units of time", () => {
  const unit = parseUnit(`
# a comment
[Unit]
After=a.service b.service
ConditionPathExists=/opt/x
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=-/bin/echo "two words" \\
  three
ExecStop=/bin/true
Restart=on-failure
RestartSec=500ms
TimeoutStopSec=2min
Environment="A=1 2" B=3
[Install]
WantedBy=multi-user.target
`);
  expect(unit).toEqual({
    type: "oneshot",
    execStart: [["/bin/echo", "two words", "three"]],
    execStop: [["/bin/true"]],
    restart: "on-failure",
    restartMs: 500,
    stopTimeoutMs: 120_000,
    remainAfterExit: true,
    runtimeDirectories: [],
    conditionPaths: ["/opt/x"],
    environment: { A: "1 2", B: "3" },
    wantedBy: ["multi-user.target"],
    after: ["a.service", "b.service"],
  });
});

it("splits a command line at blanks outside of quotes", () => {
  expect(splitCommand(`/bin/sh -c 'a "b" c' "d \\"e\\""`)).toEqual(["/bin/sh", "-c", 'a "b" c', 'd "e"']);
});
