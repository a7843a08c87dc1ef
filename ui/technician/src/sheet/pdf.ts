// Draws the pages of the signed PDF. Loaded with the sheet's screen alone.
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;

export interface Paper {
  pages: number;
  /** Draws a page at this width in CSS pixels. */
  draw: (page: number, canvas: HTMLCanvasElement, width: number) => Promise<void>;
  close: () => Promise<void>;
}

export async function open(bytes: ArrayBuffer): Promise<Paper> {
  // Fonts as paths: nothing is added to the page's style, so the content policy holds.
  const task = pdfjs.getDocument({ data: new Uint8Array(bytes), disableFontFace: true, useSystemFonts: false, isEvalSupported: false, enableXfa: false });
  const paper = await task.promise;
  return {
    pages: paper.numPages,
    async draw(number, canvas, width) {
      const page = await paper.getPage(number);
      const plain = page.getViewport({ scale: 1 });
      const scale = (width / plain.width) * Math.min(window.devicePixelRatio || 1, 3);
      const viewport = page.getViewport({ scale });
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      await page.render({ canvas, viewport }).promise;
      page.cleanup();
    },
    close: () => task.destroy(),
  };
}
