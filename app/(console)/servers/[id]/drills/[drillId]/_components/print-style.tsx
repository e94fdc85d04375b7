/** On paper only the report is left of the page, dark on white whatever the theme. */
const onPaper = `@media print {
  aside, main > :is(a, header, nav) { display: none !important; }
  div:has(> aside) { display: block !important; }
  main { max-width: none !important; padding: 0 !important; }
  :root, [data-theme="dark"] {
    color-scheme: light;
    --canvas: white; --surface: white; --raised: #eee; --line: #ccc; --line-strong: #888;
    --ink: black; --ink-soft: #333; --ink-faint: #555; --accent: #4a43c9;
    --good: #0a6b3d; --good-soft: white; --warn: #7a4b00; --bad: #b3122b; --bad-soft: white;
  }
  * { print-color-adjust: exact; }
}`;

export function PrintStyle() {
  return <style>{onPaper}</style>;
}
