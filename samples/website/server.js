const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

const port = Number(process.env.PORT ?? 8080);
const who = process.env.WHO ?? 'world';
const page = readFileSync(join(__dirname, 'public', 'index.html'), 'utf8');

const server = createServer((request, response) => {
  console.log(request.method, request.url);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(page.replace('{{who}}', who));
});

server.listen(port, () => console.log(`Listening on port ${port}`));

// A container's first process gets no default handling of signals: without this, stopping takes ten seconds.
process.on('SIGTERM', () => server.close(() => process.exit(0)));
