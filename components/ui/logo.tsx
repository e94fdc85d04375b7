/** The product's mark and name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" className="fill-[oklch(0.45_0.2_277)]" />
        <path
          d="M9 23V13.5C9 10.5 11.2 9 14 9s5 1.6 5 4.5V21c0 2.6 1.5 4 4 4"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
        />
      </svg>
      <span>ɳSelf Cloud</span>
    </span>
  );
}
