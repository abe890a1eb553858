// Sends again everything that was given up, of all channels or of one, once it was confirmed.

import type { Channel, DeliverySummary } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button, ConfirmDialog, errorMessage, plural, Select, useToast } from '../../../ui';
import { keys } from '../../shared/queries';
import styles from './deliveries.module.css';
import { CHANNEL_OPTIONS, channelName } from './words';

export function ReplayDead({ summary }: { summary: DeliverySummary }) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const [channel, setChannel] = useState<Channel | ''>('');
  const [asking, setAsking] = useState(false);
  const configured = summary.channels.filter((one) => one.configured);
  const replay = useMutation({
    mutationFn: () => api.deliveries.replayAll(channel ? { channel } : {}),
    onSuccess: (count) => {
      toast({
        tone: 'success',
        title:
          count === 0
            ? 'There was nothing to send again'
            : `${plural(count, 'delivery', 'deliveries')} on the way again`,
      });
      void queries.invalidateQueries({ queryKey: keys.deliveries });
    },
    onError: (error) =>
      toast({ tone: 'danger', title: 'Nothing was sent again', text: errorMessage(error) }),
  });
  if (configured.length === 0) return null;
  const what = channel ? `by ${channelName(channel)}` : 'by all channels';
  return (
    <div className={styles.replay}>
      <Select
        hideLabel
        label="Which channel to send again"
        value={channel}
        onChange={setChannel}
        options={[{ value: '', label: 'All channels' }, ...CHANNEL_OPTIONS]}
      />
      <Button
        icon={<RotateCcw size={15} aria-hidden />}
        busy={replay.isPending}
        onClick={() => setAsking(true)}
      >
        Send again what was given up
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Send again what was given up?"
        description={`Everything that was given up ${what} is sent again, the oldest first, as fast as the channel may. What was read or muted meanwhile is left out. The audit log notes it.`}
        action="Send again"
        variant="primary"
        onConfirm={() => replay.mutate()}
      />
    </div>
  );
}
