// The slow tests load this file first, in every process, so that statements are tested on all seeds.
process.env.INITLAB_ALL_SEEDS = '1';
