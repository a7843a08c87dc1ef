// Runs inside the page: what sticks out, what overlaps, what is too small to tap, what is cut off.
(() => {
  const seen = (at) => {
    const box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && style.display !== 'none' && Number(style.opacity) > 0;
  };
  const name = (at) => at.dataset.test ?? `${at.tagName.toLowerCase()}.${String(at.className?.baseVal ?? at.className).split(' ')[0]} “${(at.innerText ?? '').trim().slice(0, 24)}”`;
  const faults = [];
  if (document.documentElement.scrollWidth > window.innerWidth + 1) faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${window.innerWidth}`);
  for (const at of document.querySelectorAll('.page__body, .customer__body, .ink__write, .paper__scroll')) {
    if (at.scrollWidth > at.clientWidth + 1) faults.push(`${name(at)} scrolls sideways: ${at.scrollWidth} in ${at.clientWidth}`);
  }
  const hidden = (at) => at.closest('.hidden-file, .van-popup, [aria-hidden="true"]') !== null;
  // Under an open sheet the page is covered on purpose: then the sheet is what is looked at.
  const sheet = [...document.querySelectorAll('.van-popup')].find(seen);
  const targets = [...document.querySelectorAll('button, input:not([type="file"]), textarea, [role="button"]')].filter((at) => seen(at) && (sheet ? sheet.contains(at) : !hidden(at)));
  for (const at of targets) {
    const box = at.getBoundingClientRect();
    if (box.left < -1 || box.right > window.innerWidth + 1) faults.push(`${name(at)} sticks out: ${Math.round(box.left)}–${Math.round(box.right)}`);
    if (box.height < 35.5 || (box.height < 47.5 && !at.matches('.item__reason'))) faults.push(`${name(at)} is ${Math.round(box.height)} px high`);
    if (box.width < 43.5) faults.push(`${name(at)} is ${Math.round(box.width)} px wide`);
  }
  for (const [i, a] of targets.entries()) {
    for (const b of targets.slice(i + 1)) {
      if (a.contains(b) || b.contains(a)) continue;
      const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
      const [w, h] = [Math.min(p.right, q.right) - Math.max(p.left, q.left), Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)];
      // What scrolls under a bar is not seen there.
      const scrolled = a.closest('.page__body, .customer__body, .tree') !== b.closest('.page__body, .customer__body, .tree');
      if (w > 1 && h > 1 && !scrolled) faults.push(`${name(a)} and ${name(b)} overlap by ${Math.round(w)}×${Math.round(h)}`);
    }
  }
  // Words that are cut off without an ellipsis, or a button's words that are cut at all.
  for (const at of document.querySelectorAll('h1, h2, h3, p, b, span, small, dd, dt, strong')) {
    if (!seen(at) || at.childElementCount > 0 || at.closest('.van-switch, .next__spoken, [aria-hidden="true"]')) continue;
    const style = getComputedStyle(at);
    if (style.overflow === 'hidden' && at.scrollWidth > at.clientWidth + 1 && style.textOverflow !== 'ellipsis') faults.push(`${name(at)} is cut off`);
    if (at.closest('button.act') && at.scrollWidth > at.clientWidth + 1) faults.push(`the button ${name(at.closest('button'))} cuts its words: ${at.innerText}`);
  }
  return [...new Set(faults)];
})()
