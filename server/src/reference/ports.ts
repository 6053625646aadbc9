/** What usually listens on a port; to recognise it in an EXPOSE, and to offer it there. */
export interface PortReference {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly summary: string;
  /** A web browser can talk to it. */
  readonly web?: boolean;
}

/** The web first, then by number. */
export const ports: readonly PortReference[] = [
  { port: 8080, protocol: 'tcp', summary: 'HTTP, the usual port of applications', web: true },
  { port: 80, protocol: 'tcp', summary: 'HTTP', web: true },
  { port: 443, protocol: 'tcp', summary: 'HTTPS', web: true },
  { port: 3000, protocol: 'tcp', summary: 'HTTP: Node.js, Rails, Grafana', web: true },
  { port: 5000, protocol: 'tcp', summary: 'HTTP: Flask, image registries', web: true },
  { port: 8000, protocol: 'tcp', summary: 'HTTP: Django, uvicorn', web: true },
  { port: 8443, protocol: 'tcp', summary: 'HTTPS of applications', web: true },
  { port: 21, protocol: 'tcp', summary: 'FTP' },
  { port: 22, protocol: 'tcp', summary: 'SSH' },
  { port: 25, protocol: 'tcp', summary: 'SMTP: mail' },
  { port: 53, protocol: 'udp', summary: 'DNS' },
  { port: 389, protocol: 'tcp', summary: 'LDAP' },
  { port: 1433, protocol: 'tcp', summary: 'Microsoft SQL Server' },
  { port: 1883, protocol: 'tcp', summary: 'MQTT' },
  { port: 2181, protocol: 'tcp', summary: 'ZooKeeper' },
  { port: 3306, protocol: 'tcp', summary: 'MySQL, MariaDB' },
  { port: 4222, protocol: 'tcp', summary: 'NATS' },
  { port: 5432, protocol: 'tcp', summary: 'PostgreSQL' },
  { port: 5672, protocol: 'tcp', summary: 'AMQP: RabbitMQ' },
  { port: 6379, protocol: 'tcp', summary: 'Redis, Valkey' },
  { port: 9000, protocol: 'tcp', summary: 'PHP-FPM, MinIO, SonarQube' },
  { port: 9090, protocol: 'tcp', summary: 'Prometheus', web: true },
  { port: 9092, protocol: 'tcp', summary: 'Kafka' },
  { port: 9200, protocol: 'tcp', summary: 'Elasticsearch, OpenSearch', web: true },
  { port: 11211, protocol: 'tcp', summary: 'Memcached' },
  { port: 27017, protocol: 'tcp', summary: 'MongoDB' },
];
