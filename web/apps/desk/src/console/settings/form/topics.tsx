// What customers may choose as the subject of a chat, in their order.

import type { Topic } from '@frontdesk/client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button } from '../../../ui';
import { useTeams } from '../../shared/queries';
import { ListPart } from '../parts/list-part';
import { ChangeButtons, MoveButtons, Row } from '../parts/row';
import { MAX_TOPICS, moved, withItem } from './form-draft';
import { TopicDialog } from './topic-dialog';

export interface TopicsProps {
  topics: readonly Topic[];
  readOnly: boolean;
  errorAt: (field: string) => string | null;
  onChange: (topics: Topic[]) => void;
}

export function Topics({ topics, readOnly, errorAt, onChange }: TopicsProps) {
  const teams = useTeams();
  const teamOf = ({ teamId }: Topic) =>
    teamId ? (teams.data?.find(({ id }) => id === teamId)?.name ?? 'A team') : 'Everybody';
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const at = typeof editing === 'number' ? editing : null;
  return (
    <>
      <ListPart
        heading="Topics"
        count={topics.length}
        none="None yet. Without topics every chat goes to whoever is free."
        error={errorAt('topics')}
        action={
          readOnly ? null : (
            <Button
              size="s"
              icon={<Plus size={15} aria-hidden />}
              disabled={topics.length >= MAX_TOPICS}
              onClick={() => setEditing('new')}
            >
              Add a topic
            </Button>
          )
        }
      >
        {topics.map((topic, index) => (
          <Row
            key={topic.id}
            title={topic.label}
            marks={topic.skills?.map((skill) => <Badge key={skill}>{skill}</Badge>)}
            error={
              errorAt(`topics[${index}].label`) ??
              errorAt(`topics[${index}].id`) ??
              errorAt(`topics[${index}].teamId`) ??
              errorAt(`topics[${index}].skills`)
            }
            actions={
              readOnly ? null : (
                <>
                  <MoveButtons
                    name={topic.label}
                    index={index}
                    count={topics.length}
                    onMove={(to) => onChange(moved(topics, index, to))}
                  />
                  <ChangeButtons
                    name={topic.label}
                    onEdit={() => setEditing(index)}
                    onRemove={() => onChange(topics.filter((_, other) => other !== index))}
                  />
                </>
              )
            }
          >
            {teamOf(topic)} · {topic.id}
          </Row>
        ))}
      </ListPart>
      {editing === null ? null : (
        <TopicDialog
          topic={at === null ? null : (topics[at] ?? null)}
          others={topics.filter((_, index) => index !== at).map(({ id }) => id)}
          onSave={(topic) => {
            onChange(withItem(topics, at, topic));
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
