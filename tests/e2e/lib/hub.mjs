// A real hub in a process of its own, and the clerk's part over its API.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HUB } from './paths.mjs';
import { end, start } from './process.mjs';

const PASSWORD = 'doorstep-e2e-office';

/** A promise of today, so that the job stands in the day's list whenever the tests run. */
function laterToday() {
  const end = new Date();
  end.setHours(23, 59, 0, 0);
  return new Date(Math.min(Date.now() + 3 * 3_600_000, end.getTime())).toISOString().replace(/\.\d+Z$/, '+00:00');
}

export class Hub {
  constructor(folder, program = HUB) {
    this.folder = folder;
    this.program = program;
    this.port = 0;
    this.entered = false;
  }

  /** Starts it, on the port it had before. */
  async start() {
    mkdirSync(this.folder, { recursive: true });
    this.child = start(this.program, ['hub', '--json', '--listen', `127.0.0.1:${this.port}`, '--folder', this.folder], { stdout: 'pipe', log: join(this.folder, '..', 'hub.log') });
    const line = await new Promise((done, fail) => {
      let text = '';
      this.child.stdout.on('data', (bytes) => {
        text += bytes;
        if (text.includes('\n')) done(text.split('\n')[0]);
      });
      this.child.on('exit', (code) => fail(new Error(`the hub ended with ${code}; see hub.log`)));
    });
    this.ready = JSON.parse(line);
    this.port = Number(this.ready.listening.split(':').at(-1));
    await this.enter();
    return this;
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As a power cut would. */
  async kill() {
    await end(this.child, 'SIGKILL');
  }

  async stop() {
    await end(this.child, 'SIGTERM');
  }

  async call(method, path, body) {
    const headers = { ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(this.address + path, { method, headers, body: body ? JSON.stringify(body) : undefined });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${bytes.toString('utf8').slice(0, 300)}`);
    return bytes;
  }

  async json(method, path, body) {
    return JSON.parse((await this.call(method, path, body)).toString('utf8'));
  }

  async enter() {
    this.token = undefined;
    const once = this.ready.first?.password;
    const body = once ? { name: 'admin', password: once, new_password: PASSWORD } : { name: 'admin', password: PASSWORD };
    this.token = (await this.json('POST', '/v1/office/session', body)).token;
  }

  /** The people and one job of a walk, given to its technician. */
  async takeIn(walk, pack, id = walk.job.id) {
    const { person, name, badge } = walk.technician;
    await this.call('POST', '/v1/office/people', { person, name, badge });
    const fields = { ...walk.job.fields, 'job.promised_by': laterToday() };
    await this.call('POST', '/v1/office/jobs', { job: id, pack, fields });
    await this.call('POST', `/v1/office/jobs/${id}/crew`, [{ person }]);
    return id;
  }

  async link(walk) {
    return (await this.json('POST', '/v1/office/enrolments', { person: walk.technician.person })).url;
  }

  document(job, kind) {
    return this.call('GET', `/v1/office/jobs/${job}/documents/${kind}`);
  }

  /** A blob's bytes, held against the name it goes by. */
  async blob(digest) {
    const bytes = await this.call('GET', `/v1/office/media/${digest}`);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== digest) throw new Error(`the office holds ${found} under ${digest}`);
    return bytes;
  }
}
