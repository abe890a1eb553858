/**
 * How the launcher looks, inside its shadow root. Colours, sides and offsets come by custom
 * properties; the page's own styles reach nothing of it.
 */
export const STYLE = `
:host { all: initial !important; }
*, *::before, *::after { box-sizing: border-box; margin: 0; }
.root {
  --ground: #fff; --ink: #1d1d22; --soft: #5b5b66; --line: rgb(20 20 40 / .1);
  --shadow: 0 1px 2px rgb(16 16 40 / .12), 0 8px 24px -4px rgb(16 16 40 / .22);
  --far: 0 2px 6px rgb(16 16 40 / .08), 0 24px 64px -12px rgb(16 16 40 / .32);
  font: 400 15px/1.45 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: var(--ink);
  position: fixed; z-index: 2147483000; inset: auto;
  bottom: calc(var(--y) + env(safe-area-inset-bottom, 0px));
}
.root[data-side=right] { right: calc(var(--x) + env(safe-area-inset-right, 0px)); }
.root[data-side=left] { left: calc(var(--x) + env(safe-area-inset-left, 0px)); }
.root[data-dark] { --ground: #1c1c21; --ink: #f2f2f5; --soft: #b4b4c0; --line: rgb(255 255 255 / .12);
  --shadow: 0 1px 2px rgb(0 0 0 / .5), 0 8px 24px -4px rgb(0 0 0 / .6);
  --far: 0 2px 6px rgb(0 0 0 / .4), 0 24px 64px -12px rgb(0 0 0 / .7); }
button { font: inherit; color: inherit; border: 0; padding: 0; background: none; cursor: pointer; -webkit-tap-highlight-color: transparent; }
:focus-visible { outline: 3px solid var(--ring); outline-offset: 3px; }
[hidden] { display: none !important; }
.launcher {
  position: relative; display: grid; place-items: center; width: 56px; height: 56px; border-radius: 50%;
  background: var(--brand); color: var(--on-brand); box-shadow: var(--shadow);
  transition: transform .22s cubic-bezier(.2,.9,.3,1.2), box-shadow .2s;
  animation: arrive .32s cubic-bezier(.2,.9,.3,1.15) both;
}
.launcher:hover { transform: scale(1.06); }
.launcher:active { transform: scale(.96); }
.launcher svg { grid-area: 1 / 1; width: 26px; height: 26px; transition: opacity .16s, transform .22s; }
.launcher .shut { opacity: 0; transform: rotate(-45deg) scale(.6); }
.launcher[aria-expanded=true] .shut { opacity: 1; transform: none; }
.launcher[aria-expanded=true] .talk { opacity: 0; transform: rotate(45deg) scale(.6); }
.badge {
  position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px;
  display: grid; place-items: center; background: #c8102e; color: #fff; font-size: 12px; font-weight: 650; line-height: 1;
  box-shadow: 0 0 0 2px var(--ground); font-variant-numeric: tabular-nums;
}
.panel {
  position: absolute; bottom: 72px; width: min(400px, calc(100vw - 32px));
  height: min(704px, calc(100vh - var(--y) - 72px - 20px)); height: min(704px, calc(100dvh - var(--y) - 72px - 20px));
  border-radius: 18px; overflow: hidden; background: var(--ground); box-shadow: var(--far), 0 0 0 1px var(--line);
  transform-origin: bottom right; display: grid;
  transition: opacity .18s ease, transform .22s cubic-bezier(.2,.8,.2,1), visibility 0s;
}
[data-side=right] .panel { right: 0; }
[data-side=left] .panel { left: 0; transform-origin: bottom left; }
.panel[data-shut] { opacity: 0; transform: translateY(12px) scale(.97); visibility: hidden; pointer-events: none; transition-delay: 0s, 0s, .2s; }
iframe { grid-area: 1 / 1; width: 100%; height: 100%; border: 0; background: transparent; color-scheme: normal; opacity: 0; transition: opacity .16s; }
.panel[data-ready] iframe { opacity: 1; }
.wait { grid-area: 1 / 1; place-self: center; display: grid; gap: 14px; justify-items: center; padding: 24px; text-align: center; color: var(--soft); }
.panel[data-ready] .wait { display: none; }
.spin { width: 28px; height: 28px; border-radius: 50%; border: 3px solid var(--line); border-top-color: var(--ring); animation: spin .8s linear infinite; }
.again { padding: 8px 16px; border-radius: 999px; background: var(--brand); color: var(--on-brand); font-weight: 600; }
.guard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.preview {
  position: absolute; bottom: 72px; width: min(320px, calc(100vw - 40px)); display: grid; grid-template-columns: 1fr auto;
  border-radius: 16px; background: var(--ground); box-shadow: var(--far), 0 0 0 1px var(--line);
  animation: rise .26s cubic-bezier(.2,.8,.2,1) both;
}
[data-side=right] .preview { right: 0; }
[data-side=left] .preview { left: 0; }
.preview .read { grid-area: 1 / 1 / 2 / 3; display: grid; gap: 2px; padding: 14px 46px 14px 16px; text-align: start; border-radius: 16px; }
[dir=rtl] .preview .read { padding: 14px 16px 14px 46px; }
.preview .name { font-size: 13px; font-weight: 600; }
.preview .text { color: var(--soft); overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow-wrap: anywhere; }
.preview .dismiss { grid-area: 1 / 2; align-self: start; display: grid; place-items: center; width: 32px; height: 32px; margin: 7px; border-radius: 50%; color: var(--soft); }
.preview .dismiss:hover { background: var(--line); }
.preview .dismiss svg { width: 16px; height: 16px; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.root[data-full] .launcher { visibility: hidden; }
.root[data-full] .panel { position: fixed; inset: 0 auto auto 0; width: 100vw; height: var(--high, 100dvh); top: var(--top, 0px); border-radius: 0; box-shadow: none; transform-origin: bottom; }
.root[data-no-button] .panel { bottom: 0; height: min(704px, calc(100dvh - var(--y) - 20px)); }
.root[data-no-button][data-full] .panel { height: var(--high, 100dvh); }
.root[data-no-button] .preview { bottom: 0; }
@keyframes arrive { from { opacity: 0; transform: scale(.5); } }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
@keyframes spin { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .launcher, .panel, .preview, .launcher svg, iframe { animation: none; transition-duration: 0s; } .spin { animation-duration: 2.4s; } }
@media (forced-colors: active) { .launcher, .panel, .preview { border: 1px solid; } }
@media print { .root { display: none; } }
`;
