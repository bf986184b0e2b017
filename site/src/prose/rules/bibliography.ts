/** Publication that lessons cite by its title. */
export interface Source {
  citation: string;
  href: string;
}

const arxiv = (id: string): string => `https://doi.org/10.48550/arXiv.${id}`;
const doi = (id: string): string => `https://doi.org/${id}`;

/** Title, authors, place and year, and address of each source, and a short title in use. */
const SOURCES: [title: string, authors: string, place: string, href: string, short?: string][] = [
  [
    'Understanding the difficulty of training deep feedforward neural networks',
    'X. Glorot, Y. Bengio',
    'AISTATS 2010, PMLR 9, 249–256',
    'https://proceedings.mlr.press/v9/glorot10a.html',
  ],
  [
    'Delving deep into rectifiers: Surpassing human-level performance on ImageNet classification',
    'K. He, X. Zhang, S. Ren, J. Sun',
    'ICCV 2015, 1026–1034',
    doi('10.1109/ICCV.2015.123'),
  ],
  ['Deep Learning', 'I. Goodfellow, Y. Bengio, A. Courville', 'MIT Press 2016', 'https://www.deeplearningbook.org/'],
  [
    'Efficient BackProp',
    'Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller',
    'in Neural Networks: Tricks of the Trade, Springer 1998, 9–50',
    doi('10.1007/3-540-49430-8_2'),
  ],
  [
    'Products of many large random matrices and gradients in deep neural networks',
    'B. Hanin, M. Nica',
    'Communications in Mathematical Physics 376, 2020, 287–322',
    doi('10.1007/s00220-019-03624-z'),
  ],
  [
    'Unsupervised representation learning with deep convolutional generative adversarial networks',
    'A. Radford, L. Metz, S. Chintala',
    'ICLR 2016',
    arxiv('1511.06434'),
    'Unsupervised representation learning with DCGAN',
  ],
  [
    'Exponential expressivity in deep neural networks through transient chaos',
    'B. Poole, S. Lahiri, M. Raghu, J. Sohl-Dickstein, S. Ganguli',
    'NIPS 2016',
    arxiv('1606.05340'),
  ],
  [
    'Deep information propagation',
    'S. S. Schoenholz, J. Gilmer, S. Ganguli, J. Sohl-Dickstein',
    'ICLR 2017',
    arxiv('1611.01232'),
  ],
  [
    'How to start training: The effect of initialization and architecture',
    'B. Hanin, D. Rolnick',
    'NeurIPS 2018',
    arxiv('1803.01719'),
  ],
  [
    'Which neural net architectures give rise to exploding and vanishing gradients?',
    'B. Hanin',
    'NeurIPS 2018',
    arxiv('1801.03744'),
  ],
  ['Gaussian error linear units (GELUs)', 'D. Hendrycks, K. Gimpel', '2016', arxiv('1606.08415')],
  [
    'Self-normalizing neural networks',
    'G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter',
    'NIPS 2017',
    arxiv('1706.02515'),
  ],
  [
    'MobileNets: Efficient convolutional neural networks for mobile vision applications',
    'A. G. Howard et al.',
    '2017',
    arxiv('1704.04861'),
  ],
  [
    'Deconvolution and checkerboard artifacts',
    'A. Odena, V. Dumoulin, C. Olah',
    'Distill 2016',
    doi('10.23915/distill.00003'),
  ],
  [
    'Batch normalization: Accelerating deep network training by reducing internal covariate shift',
    'S. Ioffe, C. Szegedy',
    'ICML 2015',
    arxiv('1502.03167'),
  ],
  [
    'A mean field theory of batch normalization',
    'G. Yang, J. Pennington, V. Rao, J. Sohl-Dickstein, S. S. Schoenholz',
    'ICLR 2019',
    arxiv('1902.08129'),
  ],
  [
    'Dying ReLU and initialization: Theory and numerical examples',
    'L. Lu, Y. Shin, Y. Su, G. E. Karniadakis',
    'Communications in Computational Physics 28, 2020, 1671–1706',
    doi('10.4208/cicp.OA-2020-0165'),
  ],
  [
    'Probabilistic bounds on neuron death in deep rectifier networks',
    'B. Rister, D. L. Rubin',
    '2020',
    arxiv('2007.06192'),
  ],
  ['All you need is a good init', 'D. Mishkin, J. Matas', 'ICLR 2016', arxiv('1511.06422')],
  [
    'Weight normalization: A simple reparameterization to accelerate training of deep neural networks',
    'T. Salimans, D. P. Kingma',
    'NIPS 2016',
    arxiv('1602.07868'),
  ],
  [
    'The dormant neuron phenomenon in deep reinforcement learning',
    'G. Sokar, R. Agarwal, P. S. Castro, U. Evci',
    'ICML 2023',
    arxiv('2302.12902'),
  ],
  [
    'An empirical exploration of recurrent network architectures',
    'R. Jozefowicz, W. Zaremba, I. Sutskever',
    'ICML 2015, PMLR 37, 2342–2350',
    'https://proceedings.mlr.press/v37/jozefowicz15.html',
  ],
  [
    'The MNIST database of handwritten digits',
    'Y. LeCun, C. Cortes, C. J. C. Burges',
    '1998',
    'https://yann.lecun.com/exdb/mnist/',
    'The MNIST database',
  ],
  [
    'Kernel methods for deep learning',
    'Y. Cho, L. K. Saul',
    'NIPS 2009',
    'https://papers.nips.cc/paper/2009/hash/5751ec3e9a4feab575962e78e006250d-Abstract.html',
  ],
  [
    'Rectifier nonlinearities improve neural network acoustic models',
    'A. L. Maas, A. Y. Hannun, A. Y. Ng',
    'ICML Workshop on Deep Learning for Audio, Speech, and Language Processing 2013',
    'https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf',
  ],
  [
    'Improving language understanding by generative pre-training',
    'A. Radford, K. Narasimhan, T. Salimans, I. Sutskever',
    'OpenAI 2018',
    'https://cdn.openai.com/research-covers/language-unsupervised/language_understanding_paper.pdf',
  ],
  [
    'Language models are unsupervised multitask learners',
    'A. Radford, J. Wu, R. Child, D. Luan, D. Amodei, I. Sutskever',
    'OpenAI 2019',
    'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf',
  ],
];

/** Finds a source by its title or by the part of the title before the colon. */
export function findSource(title: string): Source | undefined {
  const wanted = title.trim().toLowerCase();
  const source = SOURCES.find(([full, , , , short]) => {
    const known = full.toLowerCase();
    return [known, known.split(/:| \(/)[0], short?.toLowerCase()].includes(wanted);
  });
  if (source === undefined) return undefined;
  const [full, authors, place, href] = source;
  return { citation: `${authors}: ${full}. ${place}.`, href };
}
