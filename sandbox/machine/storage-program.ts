/**
 * How machines start their MinIO: the object store's program (sandbox/storage/main.ts, bundled into one file) where whoever
 * starts the sandbox names it in SANDBOX_STORAGE_PROGRAM. Without it machines have a stand-in only.
 */
export function minioCommand(): [string, string] | undefined {
  const program = process.env.SANDBOX_STORAGE_PROGRAM;
  return program ? [process.execPath, program] : undefined;
}
