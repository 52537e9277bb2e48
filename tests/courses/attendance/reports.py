"""What platforms export, as far as we read it: invented people, real shapes."""

ZOOM = """Topic,ID,Host,Duration (minutes),Start time,End time,Participants
Il piano di zona,8134882279,Segreteria,95,{m}/{d}/{y} 10:50:00 AM,{m}/{d}/{y} 12:31:00 PM,2

Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording consent
Ada Negri,ada@comune.lodi.it,{m}/{d}/{y} 10:58:03 AM,{m}/{d}/{y} 11:30:00 AM,32,Yes,
Ada Negri,ada@comune.lodi.it,{m}/{d}/{y} 11:45:00 AM,{m}/{d}/{y} 12:31:00 PM,46,Yes,
"""
ZOOM_IT = """Argomento,ID,Nome organizzatore,E-mail organizzatore,Ora di inizio,Ora di fine
Il piano di zona,813,Segreteria,s@example.org,"{d}/{m}/{y} 10:50:00 AM","{d}/{m}/{y} 12:31:00 PM"

Nome (nome originale),E-mail,Ora di ingresso,Ora di uscita,Durata (minuti),Guest
Ada Negri,ada@comune.lodi.it,"{d}/{m}/{y} 10:58:03 AM","{d}/{m}/{y} 11:30:00 AM",32,Sì
Ada Negri,ada@comune.lodi.it,"{d}/{m}/{y} 11:45:00 AM","{d}/{m}/{y} 12:31:00 PM",46,Sì
"""
TEAMS = """1. Summary
Meeting title\tIl piano di zona
Attended participants\t1
Start time\t{m}/{d}/{yy}, 10:50:11 AM
End time\t{m}/{d}/{yy}, 12:31:02 PM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Ada Negri\t{m}/{d}/{yy}, 10:58:03 AM\t{m}/{d}/{yy}, 12:31:00 PM\t1h 17m 57s\tada@comune.lodi.it\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Ada Negri\t{m}/{d}/{yy}, 10:58:03 AM\t{m}/{d}/{yy}, 11:30:00 AM\t31m 57s\tada@comune.lodi.it\tAttendee
Ada Negri\t{m}/{d}/{yy}, 11:45:00 AM\t{m}/{d}/{yy}, 12:31:00 PM\t46m\tada@comune.lodi.it\tAttendee
"""
TEAMS_IT = """1. Riepilogo
Titolo riunione\tIl piano di zona
Partecipanti presenti\t1

2. Partecipanti
Nome\tPrimo accesso\tUltima uscita\tDurata nella riunione\tE-mail\tID partecipante (UPN)\tRuolo
Ada Negri\t{d}/{m}/{yy}, 10:58:03\t{d}/{m}/{yy}, 12:31:00\t1h 17m 57s\tada@comune.lodi.it\tada@comune.lodi.it\tRelatore

3. Attività durante la riunione
Nome\tOra di partecipazione\tOra di uscita\tDurata\tE-mail\tRuolo
Ada Negri\t{d}/{m}/{yy}, 10:58:03\t{d}/{m}/{yy}, 11:30:00\t31m 57s\tada@comune.lodi.it\tRelatore
Ada Negri\t{d}/{m}/{yy}, 11:45:00\t{d}/{m}/{yy}, 12:31:00\t46m\tada@comune.lodi.it\tRelatore
"""
GOTOWEBINAR = """Attendee Report:
Webinar Name,Date
Il piano di zona,"{mon} {d}, {y}"

Attended,First Name,Last Name,Email Address,Join Time,Leave Time,Time in Session
Yes,Ada,Negri,ada@comune.lodi.it,"{mon} {d}, {y} 10:58:03 AM CET","{mon} {d}, {y} 11:30:00 AM CET",32 minutes
Yes,Ada,Negri,ada@comune.lodi.it,"{mon} {d}, {y} 11:45:00 AM CET","{mon} {d}, {y} 12:31:00 PM CET",46 minutes
No,Lia,Rosi,lia@comune.lodi.it,--,--,--
"""
MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Ada,Negri,ada@comune.lodi.it,1 hr 18 min,10:58 AM,12:31 PM
"""
MEET_IT = """Nome,Cognome,Email,Durata,Ora di accesso,Ora di uscita
Ada,Negri,ada@comune.lodi.it,1 ora 18 min,10:58,12:31
"""
BIGBLUEBUTTON = """Name,Moderator,Activity Score,Talk time,Webcam time,Messages,Join,Left,Duration
Ada Negri,False,3,00:00:10,00:00:00,1,{d}/{m}/{y} 10:58:03,{d}/{m}/{y} 12:31:00,01:17:57
"""
BIGBLUEBUTTON_IT = """Nome,Moderatore,Punteggio attività,Tempo di parola,Entrata,Uscita,Durata
Ada Negri,No,3,00:00:10,{d}/{m}/{y} 10:58:03,{d}/{m}/{y} 12:31:00,01:17:57
"""
SHAPES = {
    name.lower(): text
    for name, text in globals().copy().items()
    if name.isupper() and isinstance(text, str) and "Ada" in text
}
