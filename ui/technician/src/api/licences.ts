export interface Licence {
  name: string;
  version: string;
  licence: string;
  source: 'rust' | 'npm' | 'font';
  text?: string;
}

/** The list that was generated with this build. */
export async function licences(): Promise<Licence[]> {
  const answer = await fetch('licences.json');
  return answer.ok ? ((await answer.json()) as Licence[]) : [];
}
