/** Toasts are loaded with the first one: most visits show none. */
async function load() {
  const [{ toast }] = await Promise.all([import("sonner"), showToaster()]);
  return toast;
}

let shown = false;

/** Tells the page to put up the toaster, and waits until it is there. */
async function showToaster(): Promise<void> {
  if (shown) return;
  shown = true;
  const { Toaster } = await import("./toaster");
  await new Promise<void>((onShown) => {
    window.dispatchEvent(new CustomEvent("toaster", { detail: { Toaster, onShown } }));
  });
}

export async function toastSuccess(message: string): Promise<void> {
  (await load()).success(message);
}

/** What went wrong in the API's own words, with what to do. */
export async function toastProblem(problem: { title: string; hint?: string }): Promise<void> {
  (await load()).error(problem.title, { description: problem.hint });
}
