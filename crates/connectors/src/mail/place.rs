//! Places: where a copy lay, and what that says about which way the message went.

use jiff::Timestamp;
use relata_model::Folder;

use super::Headers;

/// Where a copy lies, and when it is read.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// What the path, or the file's flags, say.
    pub folder: Folder,
    /// When a server put it there, if the file says so.
    pub delivered: Option<Timestamp>,
    /// The present: later dates are wrong stamps.
    pub now: Timestamp,
}

/// The header of an export that remembers the folder says more than the path of the exported file.
pub(super) fn of(headers: &Headers<'_>, place: &Place) -> Folder {
    let labels = headers.text("X-Gmail-Labels").map(|it| it.into_owned()).unwrap_or_default();
    let folder = headers.text("X-Folder").map(|it| it.into_owned()).unwrap_or_default();
    let last = folder.rsplit(['\\', '/']).next().unwrap_or_default();
    let named = labels.split(',').chain([last]).map(folder_named).find(|it| *it != Folder::Other);
    named.unwrap_or(place.folder)
}

/// Returns what the name of a folder says, in the languages of the large mail programs.
pub fn folder_named(name: &str) -> Folder {
    let bare: String = name.to_lowercase().chars().filter(|it| it.is_alphanumeric()).collect();
    match bare.as_str() {
        "sent"
        | "sentmail"
        | "sentitems"
        | "sentmessages"
        | "outbox"
        | "gesendet"
        | "gesendete"
        | "gesendeteobjekte"
        | "gesendeteelemente"
        | "gesendetenachrichten"
        | "postausgang"
        | "envoyés"
        | "envoyes"
        | "élémentsenvoyés"
        | "elementsenvoyes"
        | "messagesenvoyés"
        | "enviados"
        | "elementosenviados"
        | "mensajesenviados"
        | "itensenviados"
        | "inviati"
        | "inviata"
        | "postainviata"
        | "elementiinviati"
        | "verzonden"
        | "verzondenitems"
        | "verzondenberichten"
        | "skickat"
        | "skickade"
        | "sendt"
        | "sendteelementer"
        | "lähetetyt"
        | "wysłane"
        | "elementywysłane"
        | "odeslaná"
        | "odeslané"
        | "elküldött"
        | "gönderilmiş"
        | "gönderilmişöğeler"
        | "отправленные"
        | "надіслані"
        | "已发送"
        | "已发送邮件"
        | "寄件備份"
        | "送信済み"
        | "送信済みアイテム"
        | "送信済みメール"
        | "보낸편지함" => Folder::Sent,
        "drafts" | "draft" | "entwürfe" | "entwurf" | "brouillons" | "borradores" | "rascunhos" | "bozze"
        | "concepten" | "utkast" | "kladder" | "luonnokset" | "wersjerobocze" | "szkice" | "koncepty"
        | "piszkozatok" | "taslaklar" | "черновики" | "чернетки" | "草稿" | "草稿箱" | "下書き" | "임시보관함" => {
            Folder::Drafts
        }
        "junk"
        | "junkemail"
        | "junkmail"
        | "spam"
        | "bulkmail"
        | "spamverdacht"
        | "werbung"
        | "indésirables"
        | "courrierindésirable"
        | "pourriel"
        | "correonodeseado"
        | "lixoeletrônico"
        | "lixoeletronico"
        | "postaindesiderata"
        | "ongewenst"
        | "ongewenstemail"
        | "skräppost"
        | "søppelpost"
        | "uønsketmail"
        | "roskaposti"
        | "wiadomościśmieci"
        | "nevyžádanápošta"
        | "levélszemét"
        | "önemsizeposta"
        | "спам"
        | "垃圾邮件"
        | "迷惑メール"
        | "스팸" => Folder::Junk,
        _ => Folder::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_in_many_languages() {
        for (name, expected) in [
            ("Sent Items", Folder::Sent),
            ("_sent_mail", Folder::Sent),
            ("'sent mail", Folder::Sent),
            (".Sent", Folder::Sent),
            ("Gesendete Elemente", Folder::Sent),
            ("Éléments envoyés", Folder::Sent),
            ("送信済みアイテム", Folder::Sent),
            ("Entwürfe", Folder::Drafts),
            ("[Gmail]/Spam", Folder::Other),
            ("Spam", Folder::Junk),
            ("Junk E-mail", Folder::Junk),
            ("Inbox", Folder::Other),
            ("presents", Folder::Other),
        ] {
            assert_eq!(folder_named(name), expected, "{name}");
        }
    }
}
