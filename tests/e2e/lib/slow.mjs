// A line to the hub that carries so many bytes a second up, as a weak network does.
import { connect, createServer } from 'node:net';

export async function slowLine(port) {
  const line = { rate: Infinity, port: 0 };
  const open = new Set();
  const server = createServer((phone) => {
    const hub = connect(port, '127.0.0.1');
    for (const end of [phone, hub]) {
      open.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        open.delete(end);
        phone.destroy();
        hub.destroy();
      });
    }
    hub.pipe(phone);
    phone.on('data', (bytes) => {
      hub.write(bytes);
      if (line.rate === Infinity) return;
      phone.pause();
      setTimeout(() => phone.resume(), (bytes.length / line.rate) * 1000);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  line.port = server.address().port;
  line.stop = () => {
    for (const end of open) end.destroy();
    server.close();
  };
  return line;
}
