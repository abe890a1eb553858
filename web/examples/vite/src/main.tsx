import { createClient } from '@frontdesk/client';
import { FrontdeskProvider } from '@frontdesk/react';
import '@frontdesk/react/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import './shop.css';

// A real shop takes the token from its own session; this one takes it from the address.
const token = new URLSearchParams(location.hash.slice(1)).get('token');
const client = createClient({ url: import.meta.env.VITE_FRONTDESK_URL, token });

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <FrontdeskProvider client={client}>
      <App signedIn={token !== null} />
    </FrontdeskProvider>
  </StrictMode>,
);
