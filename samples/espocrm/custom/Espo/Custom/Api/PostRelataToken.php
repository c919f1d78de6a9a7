<?php

namespace Espo\Custom\Api;

use Espo\Core\Acl;
use Espo\Core\Api\Action;
use Espo\Core\Api\Request;
use Espo\Core\Api\Response;
use Espo\Core\Api\ResponseComposer;
use Espo\Core\Exceptions\Error;
use Espo\Core\Exceptions\Forbidden;
use Espo\Core\Exceptions\NotFound;
use Espo\Core\Utils\Config;
use Espo\Entities\User;
use Espo\ORM\EntityManager;

/**
 * Asks Relata for a token, on EspoCRM's server, for the person who is signed in.
 *
 * data/config-internal.php holds `relataUrl` and `relataApiToken`; neither reaches the browser.
 */
class PostRelataToken implements Action
{
    public function __construct(
        private EntityManager $entityManager,
        private Acl $acl,
        private User $user,
        private Config $config,
    ) {}

    public function process(Request $request): Response
    {
        $entity = $this->entityManager->getEntityById($request->getRouteParam('entityType'), $request->getRouteParam('id'));
        if (!$entity) {
            throw new NotFound();
        }
        if (!$this->acl->checkEntityRead($entity)) {
            throw new Forbidden();
        }
        $token = $this->ask([
            'record' => $entity->getId(),
            'email' => $this->user->getEmailAddress(),
            'origin' => rtrim($this->config->get('siteUrl'), '/'),
        ]);
        return ResponseComposer::json(['token' => $token, 'relata' => $this->config->get('relataUrl')]);
    }

    private function ask(array $body): string
    {
        $curl = curl_init($this->config->get('relataUrl') . '/api/v1/embed/tokens');
        curl_setopt_array($curl, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => json_encode($body),
            CURLOPT_HTTPHEADER => ['Content-Type: application/json', 'Authorization: Bearer ' . $this->config->get('relataApiToken')],
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 10,
        ]);
        $answer = json_decode((string) curl_exec($curl), true);
        curl_close($curl);
        if (!isset($answer['token'])) {
            throw new Error('Relata gave no token.');
        }
        return $answer['token'];
    }
}
