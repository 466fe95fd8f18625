// The floor: the same requests as the action's, by Node's client and nothing else.
// `node bare.mjs <url> page|key`, the admin key in BARE_ADMIN_KEY.
const [, , url, kind] = process.argv;
// Not by `import`, which runs every getter of node:http and so loads fetch: 40 ms.
const client = process.getBuiltinModule(url.startsWith('https:') ? 'https' : 'http');
const agent = new client.Agent({ keepAlive: true });
const headers = {
  authorization: `Bearer ${process.env.BARE_ADMIN_KEY}`,
  'accept-encoding': 'identity',
};

function get(address) {
  return new Promise((resolve, reject) => {
    client
      .get(address, { agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      })
      .on('error', reject);
  });
}

if (kind === 'key') {
  console.log((await get(url)).id);
} else {
  const keys = [];
  for (let more = true; more; ) {
    const after = keys.length === 0 ? '' : `&after=${keys.at(-1).id}`;
    const page = await get(`${url}?limit=100&order=asc${after}`);
    keys.push(...page.data);
    more = page.has_more;
  }
  console.log(keys.length);
}
