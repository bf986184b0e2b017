// The slow tests load this file in every process, so that statements are tested on all seeds.
process.env.INITLAB_ALL_SEEDS = '1';
