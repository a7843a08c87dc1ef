// The two commands that carry raw bytes instead of JSON.
import { invoke } from '@tauri-apps/api/core';

/** Hands a camera file to an item of a job; answers with the photo's digest. */
export async function putPhoto(job: string, item: string, caption: string, file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return invoke<string>('put_photo', bytes, {
    headers: { 'x-job': job, 'x-item': item, 'x-caption': encodeURIComponent(caption) },
  });
}

/** The bytes of a photo or of a signed PDF. */
export function blob(digest: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>('blob', { digest });
}
