/** @type {import('next').NextConfig} */
const config = {
  // The desk as the browser reaches it: through this server, so that there is one origin.
  rewrites: async () => {
    const desk = process.env.FRONTDESK_URL ?? 'http://localhost:3001';
    return ['api', 'ipfs', 'socket.io'].map((path) => ({
      source: `/${path}/:rest*`,
      destination: `${desk}/${path}/:rest*`,
    }));
  },
};

export default config;
