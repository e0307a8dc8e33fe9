import HighLevel
import JSON

/// Who works there.
extension DefaultCompany {
  static let people: [MadeUpUser] = TextTable.pieces(of: table, at: [TextTable.lineEnd]).map {
    line in
    let cells = TextTable.pieces(of: line, at: [UInt8(ascii: "|")], keepingEmpty: true)
    let rank = TextTable.pieces(of: cells[4], at: [UInt8(ascii: "/")])
    let days = Int64(cells[7]) ?? 0
    return MadeUpUser(
      firstName: cells[0], lastName: cells[1],
      email: cells[2].hasSuffix("@") ? cells[2] + "acme.example" : cells[2],
      phone: cells[3].isEmpty ? nil : cells[3], type: rank.count == 2 ? rank[0] : "account",
      role: rank.last ?? "user",
      locationIds: TextTable.pieces(of: cells[5], at: [TextTable.space]).compactMap { code in
        places.first { $0.code == code }?.id
      },
      access: Access(rawValue: cells[6]) ?? .none,
      added: MockClock.start.advanced(by: .seconds(-86_400 * days)),
      isDeleted: cells[8] == "deleted", language: cells[9].isEmpty ? "en_US" : cells[9],
      id: cells[2] == "john@deo.com" ? johnDeo : nil)
  }

  /// First name, last name, e-mail, phone, type/role, locations, access, days with the agency,
  /// deleted, language.
  private static let table = """
    John | Deo | john@deo.com | +1 808-868-8888 | admin | ber | manager | 700 | |
    Olga | Brandt | olga@ | +49 30 5550100 | agency/agency_admin | | owner | 1500 | | de
    Nils | Brandt | nils@ | +49 30 5550101 | agency/admin | | owner | 1400 | | de
    Priya | Raman | priya@ | +44 20 5550102 | agency/admin | ber lis | manager | 900 | |
    Tom | Okafor | tom@ | | agency/user | | finance | 820 | |
    Ana | Silva | ana.silva@ | +351 21 5550103 | user | lis | sales | 600 | | pt_PT
    Ana | Silva | ana.silva2@ | +55 11 5550104 | user | sao | sales | 410 | | pt_BR
    Jane | Deo | jane@deo.com | | user | ber | support | 380 | |
    Rubika | Deo | rubika@deos.com | +49 30 5550105 | user | ber | support | 365 | |
    Jürgen | Müller | juergen@ | +49 30 5550106 | admin | ber | manager | 1100 | | de
    Zoë | Åström | zoe@ | +46 8 5550107 | user | ber lis mad | marketing | 540 | | sv
    María José | Núñez Peña | mj.nunez@ | +52 777 5550108 | admin | zac | manager | 1000 | | es
    José | Hernández | jose@ | +52 777 5550109 | user | zac | sales | 330 | | es
    Guadalupe | Ortiz | lupita@ | | user | zac | viewer | 120 | | es
    João | Conceição | joao@ | +351 21 5550110 | user | lis por | sales | 515 | | pt_PT
    Inês | Araújo | ines@ | +351 22 5550111 | admin | por | manager | 760 | | pt_PT
    Thiago | Gonçalves | thiago@ | +55 51 5550112 | user | pOR sao | sales | 290 | | pt_BR
    Łukasz | Wójcik | lukasz@ | +48 22 5550113 | user | ber | none | 640 | |
    Søren | Kjær | soren@ | +45 33 5550114 | user | ber lis | finance | 450 | | da
    Aino | Mäkelä | aino@ | | user | mad | support | 75 | | fi
    Οδυσσέας | Ελύτης | odysseas@ | +30 21 5550115 | user | lis | sales | 222 | |
    Анна | Каренина | anna.k@ | +49 30 5550116 | user | ber | viewer | 199 | | de
    李 | 娜 | li.na@ | +86 10 5550117 | user | mad ber | marketing | 310 | |
    さくら | 田中 | sakura@ | | user | lis | support | 60 | |
    محمد | الفاسي | mohamed@ | +212 5 5550118 | user | mad | sales | 140 | | fr_FR
    Noémie | Lefèvre | noemie@ | +33 1 5550119 | user | mad lis | marketing | 480 | | fr_FR
    Étienne | Tremblay | etienne@ | +1 514 5550120 | user | ber | sales | 95 | | fr_CA
    Sinéad | O'Brien | sinead@ | +353 1 5550121 | user | ber lis | support | 505 | |
    Mary-Jane | van der Berg | mj@ | +31 20 5550122 | user | ber | finance | 230 | | nl
    Giulia | D'Amico | giulia@ | +39 06 5550123 | user | mad | none | 260 | | it
    Ingrid | Nygård | ingrid@ | | user | ber zac lis mad sao | manager | 880 | | no
    X | Æ | x@ | | user | por | viewer | 12 | |
    Bartholomew | Featherstonehaugh-Cholmondeley | bart@ | +44 20 1 | user | lis | sales | 33 | |
    Camila | Rojas | Camila.Rojas@Acme.example | +52 777 25 | user | zac mad | sales | 155 | | es
    Diego | Rojas | diego@ | +52 777 5550126 | user | zac | none | 20 | | es
    Freya | Lund | freya+berlin@ | +47 22 5550127 | user | ber | sales | 18 | | no
    Kwame | Mensah | kwame@ | +233 30 5550128 | admin | mad | manager | 610 | |
    Lena | Vogel | lena@ | | user | | none | 700 | |
    Rafael | Costa | rafael@ | +55 11 5550129 | admin | sao pOR | manager | 430 | | pt_BR
    Sofia | Almeida | sofia@ | +351 21 5550130 | user | lis | sales | 3 | | pt_PT
    Wei | Zhang | wei@ | | user | sao | marketing | 280 | |
    Yara | Haddad | yara@ | +961 1 5550131 | user | por lis | support | 344 | |
    Hans | Altmann | hans@ | +49 30 5550132 | user | ber | sales | 1200 | deleted | de
    Eva | Former | eva@ | | admin | lis | manager | 990 | deleted |
    Sofia | Almeida | sofia.old@ | | user | por | none | 800 | deleted | pt_PT
    """
}
