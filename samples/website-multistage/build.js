// Stands for a bundler: makes public/index.html out of src/.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');

const page = readFileSync('src/index.html', 'utf8');
const style = readFileSync('src/style.css', 'utf8');
mkdirSync('public', { recursive: true });
writeFileSync('public/index.html', page.replace('{{style}}', style));
