//! The CMS object of the signature (RFC 5652, EN 319 122-1): detached, one signer, exactly three signed attributes, the
//! device's and the issuing certificate, no unsigned attributes. There is one way to write it, so that verifying can
//! write it again and compare.

use super::SignRefused;
use ::cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use ::cms::content_info::{CmsVersion, ContentInfo};
use ::cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode};
use domain::digest::Digest;
use domain::key::{Es256, Signer};
use domain::trust::{Certificate, Role};
use p256::ecdsa::{DerSignature, Signature};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate as X509;
use x509_cert::attr::Attribute;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// The signed attributes: content type, message digest, signing certificate.
pub(crate) struct Attributes {
    set: SetOfVec<Attribute>,
    der: Vec<u8>,
}

impl Attributes {
    /// For a file with this digest, signed under this certificate.
    pub(crate) fn new(message_digest: [u8; 32], certificate: &[u8]) -> der::Result<Self> {
        // SigningCertificateV2 { certs: [ESSCertIDv2 { certHash }] }; a hash algorithm left out means SHA-256 (RFC 5035).
        let hash = OctetString::new(Digest::of(certificate).0.as_slice())?;
        let signing_certificate = Any::encode_from(&vec![vec![vec![hash]]])?;
        let mut set = SetOfVec::new();
        for (oid, value) in [
            (CONTENT_TYPE, Any::encode_from(&DATA)?),
            (MESSAGE_DIGEST, Any::encode_from(&OctetString::new(message_digest.as_slice())?)?),
            (SIGNING_CERTIFICATE_V2, signing_certificate),
        ] {
            let values = SetOfVec::try_from([value])?;
            set.insert(Attribute { oid, values })?;
        }
        let der = set.to_der()?;
        Ok(Self { set, der })
    }

    /// What the key signs: the DER of the SET OF (RFC 5652, 5.4).
    pub(crate) fn to_be_signed(&self) -> Vec<u8> {
        self.der.clone()
    }
}

/// Signs a file with this digest under the first certificate, which the second one issued.
pub(crate) fn sign(
    digest: [u8; 32],
    signer: &dyn Signer,
    (own, issuing): (&Certificate, &Certificate),
) -> Result<Vec<u8>, SignRefused> {
    let refused = |_: der::Error| SignRefused::Certificates;
    let attributes = Attributes::new(digest, own.der()).map_err(refused)?;
    let signature = signer.sign(&attributes.to_be_signed())?;
    assemble(&attributes, &signature, own.der(), issuing.der()).map_err(refused)
}

/// The whole object.
pub(crate) fn assemble(
    attributes: &Attributes,
    signature: &Es256,
    device: &[u8],
    issuing: &[u8],
) -> der::Result<Vec<u8>> {
    let device = X509::from_der(device)?;
    let tbs = device.tbs_certificate();
    let sid = IssuerAndSerialNumber { issuer: tbs.issuer().clone(), serial_number: tbs.serial_number().clone() };
    let refused = |_| der::Error::from(der::ErrorKind::Failed);
    let signature = Signature::from_slice(signature).map_err(refused)?.to_der();
    let sha256 = AlgorithmIdentifierOwned { oid: SHA256, parameters: None };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(sid),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes.set.clone()),
        signature_algorithm: AlgorithmIdentifierOwned { oid: ECDSA_SHA256, parameters: None },
        signature: OctetString::new(signature.as_bytes())?,
        unsigned_attrs: None,
    };
    let certificates = [device, X509::from_der(issuing)?].map(CertificateChoices::Certificate);
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from([sha256])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from([signer])?),
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
}

/// What a foreign object says: its certificates, its signature, and the digest it is over. Everything else is compared, not
/// read.
pub(crate) struct Foreign {
    /// DER of each certificate.
    certificates: Vec<Vec<u8>>,
    /// The attribute message-digest.
    pub digest: Option<Vec<u8>>,
    /// The signature as r‖s.
    pub signature: Es256,
}

impl Foreign {
    /// Reads an object; `None` where it is none with one signer and whole certificates.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let info = ContentInfo::from_der(der).ok().filter(|info| info.content_type == SIGNED_DATA)?;
        let data: SignedData = info.content.decode_as().ok()?;
        let CertificateSet(set) = data.certificates?;
        let whole = |choice: &CertificateChoices| match choice {
            CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
            CertificateChoices::Other(_) => None,
        };
        let certificates = set.iter().map(whole).collect::<Option<Vec<_>>>()?;
        let signer = data.signer_infos.0.iter().next()?;
        let signature = DerSignature::try_from(signer.signature.as_bytes()).ok()?;
        let signature = Signature::try_from(signature).ok()?.to_bytes().into();
        let attributes = signer.signed_attrs.as_ref()?;
        let digest = attributes.iter().find(|attribute| attribute.oid == MESSAGE_DIGEST);
        let digest = digest.and_then(|attribute| attribute.values.get(0)?.decode_as::<OctetString>().ok());
        Some(Self { certificates, digest: digest.map(|digest| digest.as_bytes().to_vec()), signature })
    }

    /// Who signed, and the CA that issued the certificate; `None` where it holds anything but these two.
    pub(crate) fn chain(&self) -> Option<[Certificate; 2]> {
        let [one, two] = self.certificates.as_slice() else { return None };
        let (one, two) = (Certificate::from_der(one).ok()?, Certificate::from_der(two).ok()?);
        let signs = |certificate: &Certificate| matches!(certificate.subject().role, Role::Device | Role::Office);
        match (one.subject().role, two.subject().role) {
            (_, Role::Issuing) if signs(&one) => Some([one, two]),
            (Role::Issuing, _) if signs(&two) => Some([two, one]),
            _ => None,
        }
    }
}
