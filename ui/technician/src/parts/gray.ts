// A picture as the code reader takes it: one byte a pixel.

/** No side longer than `side`; nothing where the window has no canvas. */
export function gray(source: CanvasImageSource, width: number, height: number, side: number): { pixels: Uint8Array; width: number } | null {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return { pixels: luma(context.getImageData(0, 0, canvas.width, canvas.height).data), width: canvas.width };
}

/** Brightness by ITU-R BT.601, of red, green, blue and opacity. */
export function luma(rgba: Uint8ClampedArray): Uint8Array {
  const pixels = new Uint8Array(rgba.length / 4);
  for (let at = 0; at < pixels.length; at += 1) {
    const [r = 0, g = 0, b = 0] = rgba.subarray(at * 4, at * 4 + 3);
    pixels[at] = (r * 77 + g * 150 + b * 29) >> 8;
  }
  return pixels;
}
