// The commands that carry raw bytes instead of JSON.
import { invoke } from '@tauri-apps/api/core';

/** Hands a camera file to an item of a job; answers with the photo's digest. */
export async function putPhoto(job: string, item: string, caption: string, file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return invoke<string>('put_photo', bytes, {
    headers: { 'x-job': job, 'x-item': item, 'x-caption': encodeURIComponent(caption) },
  });
}

/** Stores a shot in the tray of an item, with where it was taken where that is wanted in its stamp; answers with its digest. */
export async function putShot(job: string, item: string, file: Blob, camera: boolean, at: string | null = null): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return invoke<string>('put_shot', bytes, {
    headers: { 'x-job': job, 'x-item': item, 'x-camera': camera ? '1' : '0', ...(at === null ? {} : { 'x-place': at }) },
  });
}

/** The text of a QR code in a grey picture: one byte a pixel. */
export function readCode(pixels: Uint8Array, width: number): Promise<string | null> {
  return invoke<string | null>('read_code', pixels, { headers: { 'x-width': String(width) } });
}

/** The bytes of a photo as lists show it. */
export function small(digest: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>('small', { digest });
}

/** The bytes of a photo or of a signed PDF. */
export function blob(digest: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>('blob', { digest });
}
