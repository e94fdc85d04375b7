import type { Speed } from "@/sandbox/context";

export interface BootTimes {
  /** From power on until sshd answers, ms. */
  kernelMs: number;
  /** What installing packages takes on a first boot, ms. */
  packagesMs: number;
}

/** `real` follows a small server of Hetzner with Ubuntu 24.04. */
export const bootTimes: Record<Speed, BootTimes> = {
  instant: { kernelMs: 0, packagesMs: 0 },
  demo: { kernelMs: 800, packagesMs: 1500 },
  real: { kernelMs: 8000, packagesMs: 25_000 },
};
