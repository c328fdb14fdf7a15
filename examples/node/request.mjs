// Asks for coupons over Kafka and prints the rows. npm install kafkajs; node request.mjs BOOTSTRAP [CUSTOMER]
import { randomUUID } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'

const [bootstrap = '127.0.0.1:9092', customer = '7'] = process.argv.slice(2)
const kafka = new Kafka({ clientId: 'shop', brokers: [bootstrap], logLevel: logLevel.ERROR })
const id = randomUUID()
const replies = 'coscheduler.replies'

const consumer = kafka.consumer({ groupId: `shop-${id}`, maxWaitTimeInMs: 10 })
await consumer.connect()
await consumer.subscribe({ topic: replies, fromBeginning: true })
const answer = new Promise((resolve) => {
  consumer.run({
    eachMessage: async ({ message }) => {
      if (message.key?.toString() === id) resolve(JSON.parse(message.value.toString()))
    },
  })
})

const producer = kafka.producer()
await producer.connect()
await producer.send({
  topic: 'coscheduler.requests',
  messages: [{
    key: id,
    headers: { 'content-type': 'application/cloudevents+json' },
    value: JSON.stringify({
      specversion: '1.0',
      type: 'coscheduler.analysis.request',
      source: '/shop',
      id,
      subject: 'coupons',
      replyto: replies,
      reply: 'final',
      timeout: '30s',
      data: { customer: Number(customer), lat: 48.2085, lon: 16.3721 },
    }),
  }],
})

const { type, data } = await answer
console.log(type)
if (data.rows) console.table(data.rows)
else console.log(data)
await producer.disconnect()
process.exit(type.endsWith('.done') ? 0 : 1)
