/**
 * A card of HubSpot that says which colleagues know the person on the record.
 *
 * HubSpot runs the card itself and draws only its own components, so there is no element and no iframe here: the function
 * `whoKnowsWhom` asks Relata on HubSpot's server, and the card draws what it answers.
 */
import React, { useEffect, useState } from 'react';
import { Alert, Flex, Link, LoadingSpinner, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text, hubspot } from '@hubspot/ui-extensions';

hubspot.extend(({ context, runServerlessFunction }) => <RelataCard context={context} run={runServerlessFunction} />);

function RelataCard({ context, run }) {
  const [answer, setAnswer] = useState(null);
  const [problem, setProblem] = useState('');

  useEffect(() => {
    run({ name: 'whoKnowsWhom', parameters: { record: String(context.crm.objectId), email: context.user.email } })
      .then(({ response }) => (response.problem ? setProblem(response.problem) : setAnswer(response)))
      .catch(() => setProblem('Relata cannot be reached.'));
  }, [context.crm.objectId]);

  if (problem) return <Alert title="Relata" variant="warning">{problem}</Alert>;
  if (answer === null) return <LoadingSpinner label="Looking who knows whom…" />;
  if (answer.introducers.length === 0) return <Text>Nobody can be named here. Relata says why.</Text>;
  return (
    <Flex direction="column" gap="small">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeader>Colleague</TableHeader>
            <TableHeader>Strength</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {answer.introducers.map(({ colleague, strength, band }) => (
            <TableRow key={colleague.id}>
              <TableCell>{colleague.name}</TableCell>
              <TableCell>{strength === null ? 'Unknown: mail in one direction only' : `${band}, ${strength} of 100`}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Link href={answer.href}>Open in Relata</Link>
    </Flex>
  );
}
