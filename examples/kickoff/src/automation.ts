// The program of the demonstration: it knows environment variables and nothing of Carnet, and it is careless with them.
const { API_KEY = '', DATABASE_USER, DATABASE_PASSWORD = '', PAYMENT_KEY = '', SENTRY_DSN } = process.env;

console.log(`calling the API with ${API_KEY}`);
console.log(`Authorization: Basic ${Buffer.from(DATABASE_PASSWORD).toString('base64')}`);
console.log(`signed in to the database as ${DATABASE_USER}`);
console.log(`https://payments.example.com/?key=${encodeURIComponent(PAYMENT_KEY)}`);
console.log(`error reports are ${SENTRY_DSN === undefined ? 'off' : 'on'}`);
